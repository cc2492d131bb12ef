import { expect, test } from 'vitest';
import { documentSchemas, fieldGuides } from '../../../src/spec/schema/field-guide.ts';
import { fieldText, fieldTextKeys } from '../../../src/spec/schema/field-texts.ts';

const all = Object.keys(documentSchemas).flatMap((kind) => fieldGuides(kind).map((guide) => ({ kind, ...guide })));

test('fields are told from the document down, with what goes into them', () => {
  expect(fieldGuides('JoinConfiguration').slice(0, 3)).toEqual([
    { path: 'dryRun', type: 'true or false' },
    { path: 'nodeRegistration', type: 'fields' },
    { path: 'nodeRegistration.name', type: 'text' },
  ]);
  expect(all).toContainEqual({ kind: 'InitConfiguration', path: 'bootstrapTokens[].ttl', type: 'duration' });
  expect(all).toContainEqual({ kind: 'ClusterConfiguration', path: 'featureGates', type: 'mapping of true or false' });
});

test('every field has a text, and every text a field', () => {
  expect(all.filter(({ kind, path }) => fieldText(kind, path) === undefined)).toEqual([]);
  const used = new Set(all.map(({ kind, path }) => fieldText(kind, path)?.key));
  expect(fieldTextKeys.filter((key) => !used.has(key))).toEqual([]);
});
