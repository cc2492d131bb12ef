/**
 * Makes the whole program one script, `dist/tsadm.cjs`, for machines that have Node.js.
 *
 * Its parts (program-parts.ts) lie in a comment at the end of the file, which costs next to nothing to pass over (as
 * string literals they cost 5 ms more).
 */
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loaderCode, programParts } from './program-parts.ts';

/** Stands between the two characters that would end the comment. */
const separator = '\u0001';

/**
 * Runs inside the built file. The file is read at once, so that replacing it does not disturb a run. `places` has the
 * offset and length, in bytes, of every part behind the mark.
 */
const compile = `
const { Script } = require('node:vm');
const file = require('node:fs').readFileSync(__filename);
const start = file.indexOf(mark) + mark.length;
const sourceOf = (name) => {
  const [offset, length] = places[name];
  return file.utf8Slice(start + offset, start + offset + length).replaceAll('*${separator}/', '*/');
};
const compile = (name) =>
  new Script('(function (exports, require, module) {' + sourceOf(name) + '\\n})', { filename: __filename + '/' + name });
`;

/** Builds `outfile`; whoever runs it meanwhile sees the old one or the new one, whole. */
export async function bundle(outfile: string): Promise<{ readonly parts: number; readonly bytes: number }> {
  const parts = await programParts('node20');
  const places: Record<string, readonly [offset: number, length: number]> = {};
  let body = '';
  let offset = 0;
  for (const [name, code] of parts.sources) {
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
${compile}
${loaderCode(parts)}
/* parts:${body}*/
`;

  await mkdir(dirname(outfile), { recursive: true });
  const temporary = `${outfile}.new`;
  await writeFile(temporary, program);
  await chmod(temporary, 0o755);
  await rename(temporary, outfile);
  return { parts: parts.sources.size, bytes: program.length };
}
