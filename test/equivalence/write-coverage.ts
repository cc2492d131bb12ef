/** npx tsx test/equivalence/write-coverage.ts: COVERAGE.md anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverageText } from './coverage.ts';

writeFileSync(join(import.meta.dirname, 'COVERAGE.md'), coverageText());
