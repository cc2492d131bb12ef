import { expect, test } from 'vitest';
import { operationNamed, operations } from '../../src/operations/registry.ts';

test('names are unique and found', () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(operationNamed(name).name).toBe(name);
  expect(() => operationNamed('fly')).toThrow('no operation named fly');
});
