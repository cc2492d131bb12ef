/**
 * Makes the whole program one executable: Node.js with the program and compiled code in it ("single executable
 * application", https://nodejs.org/api/single-executable-applications.html).
 *
 * The parts of the program (program-parts.ts) are one asset, the code cache another; both are read where they lie in
 * the file that the kernel has mapped. NODE_OPTIONS of the caller has no power over it.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { recordCodeCache } from './code-cache.ts';
import { type Architecture, nodeRuntime } from './node-runtime.ts';
import { loaderCode, type ProgramParts, programParts } from './program-parts.ts';

const execute = promisify(execFile);

/** Offset and length, in bytes, of each thing in a row of things. */
type Places = Record<string, readonly [offset: number, length: number]>;

function layOut(things: Iterable<readonly [name: string, bytes: Buffer]>): { places: Places; body: Buffer } {
  const places: Places = {};
  const row: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of things) {
    places[name] = [offset, bytes.length];
    row.push(bytes);
    offset += bytes.length;
  }
  return { places, body: Buffer.concat(row) };
}

/** A cache that does not fit (another processor's features) is passed over by V8, which then compiles. */
function mainScript(parts: ProgramParts, places: Places, caches: Places): string {
  // Nearly all parts; reading them is quicker.
  const ascii = [...parts.sources].flatMap(([name, source]) =>
    Buffer.byteLength(source) === source.length ? [name] : [],
  );
  return `'use strict';
const { Script } = require('node:vm');
const { getRawAsset } = require('node:sea');
const places = ${JSON.stringify(places)};
const caches = ${JSON.stringify(caches)};
const sources = Buffer.from(getRawAsset('parts'));
const cache = getRawAsset('code-cache');
const ascii = new Set(${JSON.stringify(ascii)});
const compile = (name) => {
  const [offset, length] = places[name];
  const found = caches[name];
  const cachedData = found === undefined ? undefined : new Uint8Array(cache, ...found);
  const end = offset + length;
  const source = ascii.has(name) ? sources.latin1Slice(offset, end) : sources.utf8Slice(offset, end);
  return new Script(source, { filename: 'tsadm/' + name, cachedData });
};
${loaderCode(parts)}`;
}

/** What a part is compiled as. */
function wrapped(source: string): string {
  return `(function (exports, require, module) {${source}\n})`;
}

/**
 * Builds `outfile`; whoever runs it meanwhile sees the old one or the new one, whole. Code is compiled ahead only for
 * the architecture that this runs on, because V8 must run to compile.
 */
export async function executable(
  outfile: string,
  architecture: Architecture,
): Promise<{ readonly bytes: number; readonly cached: number }> {
  const parts = await programParts('node24');
  const scripts = new Map([...parts.sources].map(([name, source]) => [name, wrapped(source)]));
  const builder = await nodeRuntime(process.arch as Architecture);
  const base = await nodeRuntime(architecture);
  const work = await mkdtemp(join(tmpdir(), 'tsadm-exe-'));
  try {
    const recorded = architecture === process.arch ? await recordCodeCache(builder, parts, scripts, work) : new Map();
    const sources = layOut([...scripts].map(([name, source]) => [name, Buffer.from(source)]));
    const caches = layOut(recorded);
    await writeFile(join(work, 'main.cjs'), mainScript(parts, sources.places, caches.places));
    await writeFile(join(work, 'parts'), sources.body);
    await writeFile(join(work, 'code-cache'), caches.body);
    const output = resolve(outfile);
    // Two builds may run at a time.
    const temporary = `${output}.${process.pid}`;
    await mkdir(dirname(output), { recursive: true });
    const configuration = {
      main: 'main.cjs',
      executable: base,
      output: temporary,
      disableExperimentalSEAWarning: true,
      execArgvExtension: 'none',
      assets: { parts: 'parts', 'code-cache': 'code-cache' },
    };
    await writeFile(join(work, 'sea.json'), JSON.stringify(configuration));
    // Names without a folder: the executable remembers them, and two builds are to be equal.
    await execute(builder, ['--build-sea', 'sea.json'], { cwd: work });
    await rename(temporary, output);
    return { bytes: (await stat(output)).size, cached: caches.body.length };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
