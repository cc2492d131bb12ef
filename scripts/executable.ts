/**
 * Makes the whole program one executable: Node.js with the program and compiled code in it ("single executable
 * application", https://nodejs.org/api/single-executable-applications.html).
 *
 * The parts of the program (program-parts.ts) are one asset, the code cache another; both are read where they lie in
 * the file that the kernel has mapped. NODE_OPTIONS of the caller has no power over it.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { recordCodeCache } from './code-cache.ts';
import { type Architecture, builder, nodeBinary, runtime } from './node-runtime.ts';
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
  const own = process.arch as Architecture;
  const [base, runner, injector] = await Promise.all([
    nodeBinary(runtime, architecture),
    nodeBinary(runtime, own),
    nodeBinary(builder, own),
  ]);
  const output = resolve(outfile);
  // Two builds may run at a time.
  const temporary = `${output}.${process.pid}`;
  const work = await mkdtemp(join(tmpdir(), 'tsadm-exe-'));
  try {
    const recorded = architecture === own ? await recordCodeCache(runner, parts, scripts, work) : new Map();
    const sources = layOut([...scripts].map(([name, source]) => [name, Buffer.from(source)]));
    const caches = layOut(recorded);
    await writeFile(join(work, 'main.cjs'), mainScript(parts, sources.places, caches.places));
    await writeFile(join(work, 'parts'), sources.body);
    await writeFile(join(work, 'code-cache'), caches.body);
    await mkdir(dirname(output), { recursive: true });
    const program = await seaProgram(work, base, { runner, injector });
    await writeFile(temporary, program);
    await chmod(temporary, 0o755);
    // What cannot run must not take the place of what can.
    if (architecture === own) await execute(temporary, ['version']);
    await rename(temporary, output);
    return { bytes: program.length, cached: caches.body.length };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The binary `base` with the program of a folder in it (main.cjs, parts, code-cache). Node.js 26 can put a program into
 * a binary and 24 cannot; what they put in differs by one byte (26 notes whether the program is a module), so the
 * program is prepared by both, and that of 24 is laid over that of 26. Names have no folder: they are remembered.
 */
async function seaProgram(
  work: string,
  base: string,
  { runner, injector }: { readonly runner: string; readonly injector: string },
): Promise<Buffer> {
  const common = {
    main: 'main.cjs',
    disableExperimentalSEAWarning: true,
    execArgvExtension: 'none',
    assets: { parts: 'parts', 'code-cache': 'code-cache' },
  };
  const prepared = async (node: string, output: string): Promise<Buffer> => {
    await writeFile(join(work, 'sea.json'), JSON.stringify({ ...common, output }));
    await execute(node, ['--experimental-sea-config', 'sea.json'], { cwd: work });
    return readFile(join(work, output));
  };
  const wanted = await prepared(runner, 'wanted');
  const injected = await prepared(injector, 'injected');
  await writeFile(join(work, 'sea.json'), JSON.stringify({ ...common, executable: base, output: 'program' }));
  await execute(injector, ['--build-sea', 'sea.json'], { cwd: work });
  const program = await readFile(join(work, 'program'));
  const place = program.indexOf(injected);
  if (place < 0 || program.indexOf(injected, place + 1) >= 0 || wanted.length !== injected.length - 1) {
    throw new Error(`Node.js ${builder.version} prepares programs in another way than this script knows`);
  }
  wanted.copy(program, place);
  program[place + wanted.length] = 0;
  return program;
}
