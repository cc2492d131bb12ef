import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

/** The whole program as CommonJS scripts: one that starts it, and one for everything that is reached by `import()`. */
export interface ProgramParts {
  /** Script by name, in a stable order. Names are how parts refer to each other: `require('./NAME')`. */
  readonly sources: ReadonlyMap<string, string>;
  /**
   * Parts that are a CommonJS package. They have only a default export; `import()` of one in Node also gives the
   * names, and so must whoever loads them.
   */
  readonly commonJs: readonly string[];
  /** The part that starts the program. */
  readonly first: string;
}

/**
 * Two megabytes of script take longer to compile than `version` takes to run, so esbuild splits the program at every
 * `import()`; what several parts share exists once.
 * @param target the oldest engine that must run it, in esbuild's spelling
 */
export async function programParts(target: string): Promise<ProgramParts> {
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
  const sources = new Map<string, string>();
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target,
      minifyWhitespace: true,
      supported: { 'dynamic-import': false },
    });
    sources.set(basename(path), code);
  }
  const commonJs = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint !== undefined && metafile.inputs[entryPoint]?.format === 'cjs' ? [basename(path)] : [],
  );
  return { sources, commonJs, first: 'main.js' };
}

/**
 * The middle of every loader: a part is compiled when it is first asked for, and run once. It expects
 * `compile(name)`, which gives a Script of a function (exports, require, module).
 */
export function loaderCode({ commonJs, first }: ProgramParts): string {
  return `
const commonJs = ${JSON.stringify(commonJs)};
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
  const requireHere = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
  compile(name).runInThisContext()(module.exports, requireHere, module);
  if (commonJs.includes(name)) named(module);
  return module.exports;
};
load(${JSON.stringify(first)});
`;
}
