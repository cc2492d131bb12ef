/**
 * npm run build:exe [-- ARCH…]: the single executables, `dist/tsadm` for this machine's architecture and
 * `dist/tsadm-linux-ARCH` for each one named (x64, arm64), with their checksums in `dist/SHA256SUMS`.
 */

import { createHash } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { executable } from './executable.ts';
import type { Architecture } from './node-runtime.ts';

const known: readonly Architecture[] = ['x64', 'arm64'];
const own = process.arch as Architecture;
const words = process.argv.slice(2);
const unknown = words.filter((word) => !known.includes(word as Architecture));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: architectures are ${known.join(', ')}`);
const architectures = words.length > 0 ? (words as Architecture[]) : [own];

const sums: string[] = [];
for (const architecture of architectures) {
  const name = `tsadm-linux-${architecture}`;
  const { bytes, cached } = await executable(`dist/${name}`, architecture);
  const digest = createHash('sha256')
    .update(await readFile(`dist/${name}`))
    .digest('hex');
  sums.push(`${digest}  ${name}\n`);
  const cache = cached === 0 ? 'no code cache' : `${Math.round(cached / 1024)} KiB of code cache`;
  console.log(`dist/${name}: ${Math.round(bytes / 1024 / 1024)} MiB, ${cache}, SHA-256 ${digest}`);
  if (architecture === own) await copyFile(`dist/${name}`, 'dist/tsadm');
}
await writeFile('dist/SHA256SUMS', sums.join(''));
