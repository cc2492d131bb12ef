import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '../../scripts/json-schemas.ts';

const folder = join(import.meta.dirname, '../../schemas');

test('schemas/ is what the types say: npx tsx scripts/write-schemas.ts', () => {
  const published = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  expect(published).toEqual(jsonSchemas());
});
