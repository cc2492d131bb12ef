import { expect, test } from 'vitest';
import type { Json } from '../../src/plan/json.ts';
import { plainScalar, taggedScalar } from '../../src/spec/yaml-scalars.ts';

/** As kubeadm v1.36.3 takes them: seen in the type that its decoder complains about. */
const scalars: readonly (readonly [string, Json])[] = [
  ...['y', 'Y', 'yes', 'Yes', 'on', 'ON', 'true', 'True'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'off', 'Off', 'false', 'FALSE'].map((text) => [text, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ['12', 12],
  ['+12', 12],
  ['-0x1F', -31],
  ['0X1f', 31],
  ['0b11', 3],
  ['0777', 511],
  ['0o17', 15],
  ['08', 8],
  ['1_000', 1000],
  ['1_', 1],
  ['1__0', 10],
  ['1e3', 1000],
  ['1.e3', 1000],
  ['12e03', 12000],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['0.', 0],
  ['6443.0', 6443],
  ...[
    '_1',
    '1:30',
    '1e',
    '.',
    '--',
    '1.2.3',
    '0b2',
    '0x',
    '=',
    'nULL',
    '2001-01-01',
    '2001-01-01T00:00:00Z',
    'tRue',
  ].map((text) => [text, text] as const),
];

test.each(scalars)('plain %s', (text, value) => expect(plainScalar(text)).toBe(value));

test('what JSON cannot hold', () => {
  expect(plainScalar('.NaN')).toBeNaN();
  expect(plainScalar('-.inf')).toBe(Number.NEGATIVE_INFINITY);
});

test.each([
  ['int', '12', 12],
  ['int', 'x', undefined],
  ['int', '1.5', undefined],
  ['float', '1', 1],
  ['bool', 'yes', true],
  ['null', '', null],
  ['null', 'x', undefined],
  ['str', 'yes', 'yes'],
  ['timestamp', '2001-01-01', '2001-01-01'],
  ['binary', 'aGVs\n bG8=', 'hello'],
  ['binary', '%', undefined],
])('!!%s %s', (tag, text, value) => expect(taggedScalar(`tag:yaml.org,2002:${tag}`, text)).toBe(value));

test('unknown tags leave text', () => expect(taggedScalar('!foo', '12')).toBe('12'));
