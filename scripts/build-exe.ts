/**
 * npm run build:exe [-- ARCH…]: the single executables, `dist/tsadm` for this machine's architecture and
 * `dist/tsadm-linux-ARCH` for each one named (x64, arm64), with their checksums in `dist/SHA256SUMS`.
 */

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buildExecutable } from './current-executable.ts';
import type { Architecture } from './node-runtime.ts';

const known: readonly Architecture[] = ['x64', 'arm64'];
const words = process.argv.slice(2);
const unknown = words.filter((word) => !known.includes(word as Architecture));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: architectures are ${known.join(', ')}`);
const architectures = words.length > 0 ? (words as Architecture[]) : [process.arch as Architecture];

const sums: string[] = [];
for (const architecture of architectures) {
  const { path, bytes, cached } = await buildExecutable(architecture);
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  sums.push(`${digest}  ${basename(path)}\n`);
  const cache = cached === 0 ? 'no code cache' : `${Math.round(cached / 1024)} KiB of code cache`;
  console.log(`${path}: ${Math.round(bytes / 1024 / 1024)} MiB, ${cache}, SHA-256 ${digest}`);
}
await writeFile('dist/SHA256SUMS', sums.join(''));
