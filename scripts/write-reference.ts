/** npx tsx scripts/write-reference.ts: what documents show of the program itself (docs/reference, the picture in README.md). */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referenceDocuments } from './reference.ts';

const root = join(import.meta.dirname, '..');

for (const [path, text] of await referenceDocuments(readFileSync(join(root, 'README.md'), 'utf8'))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
