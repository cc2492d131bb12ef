import { expect, test } from 'vitest';
import { checkShape, valueAt } from '../../../src/spec/schema/check.ts';
import { list, struct, text } from '../../../src/spec/schema/fields.ts';
import { clusterConfiguration } from '../../../src/spec/schema/v1beta4.ts';

const schema = struct({ name: text, items: list(struct({ name: text, value: text })) });

test('what is wrong is left out, everything else is read', () => {
  const { value, issues } = checkShape(schema, {
    name: 'a',
    nane: 1,
    items: [{ name: 1, value: 'b' }, 'c', { name: 'd', valeu: 'e' }],
  });
  expect(value).toEqual({ name: 'a', items: [{ value: 'b' }, null, { name: 'd' }] });
  expect(issues.map(({ kind, path }) => [kind, path.join('.')])).toEqual([
    ['wrong-type', 'items.0.name'],
    ['wrong-type', 'items.1'],
    ['unknown-field', 'items.2.valeu'],
    ['unknown-field', 'nane'],
  ]);
  expect(issues[2]).toMatchObject({ message: 'items[2] has no such field', hint: 'did you mean "value"?' });
});

test('the value given is not changed', () => {
  const value = { foo: 1 };
  checkShape(schema, value);
  expect(value).toEqual({ foo: 1 });
});

test.each([
  ['kubernetesVersion', 1.36, 'expected text, found the number 1.36', 'put the value in quotes'],
  ['clusterName', true, 'expected text, found true', 'put the value in quotes'],
  ['clusterName', [], 'expected text, found a list', undefined],
  ['proxy', { disabled: 'True' }, 'expected true or false, found text', 'take the quotes away'],
  ['proxy', 'a', 'expected a mapping of fields, found text', undefined],
  ['certificateValidityPeriod', '1d', 'this is no duration', 'write number and unit, such as 90s, 4m0s or 8760h'],
])('%s: %j', (field, value, message, hint) => {
  const [issue] = checkShape(clusterConfiguration, { [field]: value }).issues;
  expect(issue).toMatchObject({ message, ...(hint !== undefined && { hint }) });
  expect(issue?.hint).toBe(hint);
});

test('a hint lists the fields when none is near', () => {
  expect(checkShape(schema, { zzzzzz: 1 }).issues[0]?.hint).toBe('known fields: name, items');
});

test('a path into nothing has no value', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: null }, ['a', 'b', 'c'])).toBeUndefined();
});
