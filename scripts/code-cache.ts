import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loaderCode, type ProgramParts } from './program-parts.ts';

const execute = promisify(execFile);

/**
 * Commands that are run so that their code is compiled: what a start of any command needs, and long ways through
 * `init`. None touches this machine: they print, or work below a folder.
 */
function commands(root: string): readonly (readonly string[])[] {
  return [
    ['version'],
    ['version', '-o', 'json'],
    ['config', 'print', 'init-defaults'],
    ['config', 'images', 'list', '--kubernetes-version', 'v1.37.0'],
    ['init', 'phase', 'certs', 'all', '--rootfs', root, '--apiserver-advertise-address', '192.0.2.1'],
    ['init', '--dry-run', '--rootfs', root, '--apiserver-advertise-address', '192.0.2.1', '--node-name', 'node'],
    ['init', '--nonsense'],
  ];
}

/**
 * Runs in place of the program: the same scripts, compiled with what earlier commands left, and at the end whatever
 * V8 has compiled by then goes to a file a part. Compiled code that was not used lately would be thrown away; the flag
 * against that is taken back before, because a cache serves only under the flags it was made with.
 */
function recorder(parts: ProgramParts, folder: string): string {
  return `'use strict';
const { Script } = require('node:vm');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const folder = ${JSON.stringify(folder)};
setFlagsFromString('--no-flush-bytecode');
const scripts = new Map();
const compile = (name) => {
  const path = folder + '/caches/' + name;
  const cachedData = existsSync(path) ? readFileSync(path) : undefined;
  const script = new Script(readFileSync(folder + '/scripts/' + name, 'utf8'), { filename: 'tsadm/' + name, cachedData });
  scripts.set(name, script);
  return script;
};
process.on('exit', () => {
  setFlagsFromString('--flush-bytecode');
  for (const [name, script] of scripts) writeFileSync(folder + '/caches/' + name, script.createCachedData());
});
${loaderCode(parts)}`;
}

/**
 * Compiled code of each part that the commands load, as V8 wants it back (`cachedData`). It differs from one build to
 * the next, and with it the executable: hashes of strings under a random seed are in it. With `--hash-seed` it would
 * be the same, but V8 takes a cache only under the flags it was made with.
 * @param node the very binary that will use it
 * @param scripts what each part is compiled as
 */
export async function recordCodeCache(
  node: string,
  parts: ProgramParts,
  scripts: ReadonlyMap<string, string>,
  work: string,
): Promise<ReadonlyMap<string, Buffer>> {
  for (const folder of ['scripts', 'caches', 'root']) await mkdir(join(work, folder));
  for (const [name, script] of scripts) await writeFile(join(work, 'scripts', name), script);
  await writeFile(join(work, 'record.cjs'), recorder(parts, work));
  for (const words of commands(join(work, 'root'))) {
    // How a command ends does not matter here: a failing one has code too.
    await execute(node, [join(work, 'record.cjs'), ...words], { env: { PATH: process.env['PATH'] } }).catch(() => {});
  }
  const names = (await readdir(join(work, 'caches'))).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(work, 'caches', name))] as const)),
  );
}
