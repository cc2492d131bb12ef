/**
 * Makes the whole program one executable file.
 *
 * Two megabytes of script take longer to compile than `version` takes to run. esbuild therefore splits the program at
 * every `import()`, and the parts lie in a comment at the end of the file, which costs next to nothing to pass over
 * (as string literals they cost 5 ms more). A part is compiled when it is first asked for; what several parts share exists once.
 */
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const target = 'node20';
const firstPart = 'main.js';

/** Stands between the two characters that would end the comment. */
const separator = '\u0001';

/**
 * Runs inside the built file. The file is read at once, so that replacing it does not disturb a run. `places` has the
 * offset and length, in bytes, of every part behind the mark. A part that is a CommonJS package (`commonJs`) has only a default
 * export; `import()` of it in Node also gives the names, and so must we.
 */
const loader = `
const { Script } = require('node:vm');
const file = require('node:fs').readFileSync(__filename);
const start = file.indexOf(mark) + mark.length;
const sourceOf = (name) => {
  const [offset, length] = places[name];
  return file.utf8Slice(start + offset, start + offset + length).replaceAll('*${separator}/', '*/');
};
const named = (module) => {
  const value = module.exports.default;
  module.exports = Object.defineProperty({ ...value, default: value }, '__esModule', { value: true });
};
const modules = new Map();
const load = (name) => {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  const script = new Script('(function (exports, require, module) {' + sourceOf(name) + '\\n})', { filename: __filename + '/' + name });
  const requireHere = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
  script.runInThisContext()(module.exports, requireHere, module);
  if (commonJs.includes(name)) named(module);
  return module.exports;
};
load(${JSON.stringify(firstPart)});
`;

/** Builds `outfile`; whoever runs it meanwhile sees the old one or the new one, whole. */
export async function bundle(outfile: string): Promise<{ readonly parts: number; readonly bytes: number }> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: ['src/main.ts'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'warning',
  });

  const parts: Record<string, string> = {};
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target,
      minifyWhitespace: true,
      supported: { 'dynamic-import': false },
    });
    parts[basename(path)] = code;
  }

  const commonJs = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint !== undefined && metafile.inputs[entryPoint]?.format === 'cjs' ? [basename(path)] : [],
  );

  const places: Record<string, readonly [offset: number, length: number]> = {};
  let body = '';
  let offset = 0;
  for (const [name, code] of Object.entries(parts)) {
    if (code.includes(separator)) throw new Error(`${name} holds the separator itself`);
    const source = code.replaceAll('*/', `*${separator}/`);
    const length = Buffer.byteLength(source);
    places[name] = [offset, length];
    offset += length;
    body += source;
  }
  const program = `#!/usr/bin/env node
'use strict';
const mark = '/* ' + 'parts:';
const places = ${JSON.stringify(places)};
const commonJs = ${JSON.stringify(commonJs)};
${loader}
/* parts:${body}*/
`;

  await mkdir(dirname(outfile), { recursive: true });
  const temporary = `${outfile}.new`;
  await writeFile(temporary, program);
  await chmod(temporary, 0o755);
  await rename(temporary, outfile);
  return { parts: outputFiles.length, bytes: program.length };
}
