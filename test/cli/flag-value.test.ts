import { expect, test } from 'vitest';
import { readFlagValue } from '../../src/cli/flag-value.ts';
import { type Flag, flagNamed } from '../../src/cli/flags.ts';
import { UsageError } from '../../src/errors.ts';
import type { Json } from '../../src/plan/json.ts';

const flag = (type: Flag['type'], more: Partial<Flag> = {}): Flag => ({ name: 'it', type, help: '', ...more });

test.each<[Flag['type'], string, Json]>([
  ['string', 'a,b', 'a,b'],
  ['bool', 'true', true],
  ['bool', 'T', true],
  ['bool', '0', false],
  ['bool', 'False', false],
  ['int32', '6443', 6443],
  ['int32', '-1', -1],
  ['int32', '0x10', 16],
  ['int32', '010', 8],
  ['int32', '0', 0],
  ['int32', '2147483647', 2147483647],
  ['level', '5', 5],
  ['strings', 'a,b', ['a', 'b']],
  ['strings', '', []],
  ['strings', '"a,b",c', ['a,b', 'c']],
  ['strings', '"say ""hi""",', ['say "hi"', '']],
  ['duration', '24h0m0s', '24h0m0s'],
  ['duration', '1.5h', '1.5h'],
  ['duration', '300ms', '300ms'],
  ['duration', '0', '0'],
  ['gates', 'A=true,B=false', { A: true, B: false }],
  ['gates', ' A = true ,', { A: true }],
  [
    'args',
    'a=b, c=',
    [
      { name: 'a', value: 'b' },
      { name: 'c', value: '' },
    ],
  ],
  [
    'args',
    'a=b,a=c',
    [
      { name: 'a', value: 'b' },
      { name: 'a', value: 'c' },
    ],
  ],
  ['modules', 'main=3,net*=1', 'main=3,net*=1'],
])('%s %j means %j', (type, text, value) => {
  expect(readFlagValue(flag(type), text, undefined)).toEqual(value);
});

test.each<[Flag['type'], string]>([
  ['bool', ''],
  ['bool', 'maybe'],
  ['int32', 'abc'],
  ['int32', ''],
  ['int32', '1.5'],
  ['int32', '2147483648'],
  ['strings', '"a'],
  ['strings', 'a"b'],
  ['duration', ''],
  ['duration', '5'],
  ['duration', '3x'],
  ['gates', 'A'],
  ['gates', 'A=maybe'],
  ['args', ''],
  ['args', 'a'],
  ['args', 'a=b=c'],
  ['args', 'a=b,,c=d'],
  ['modules', 'main'],
])('%s %j is refused with the flag and the value named', (type, text) => {
  expect(() => readFlagValue(flag(type), text, undefined)).toThrow(UsageError);
  expect(() => readFlagValue(flag(type), text, undefined)).toThrow(
    `invalid argument ${JSON.stringify(text)} for "--it" flag: `,
  );
});

test('repeated lists grow', () => {
  expect(readFlagValue(flag('strings'), 'c', ['a', 'b'])).toEqual(['a', 'b', 'c']);
  expect(readFlagValue(flag('args'), 'a=2', [{ name: 'a', value: '1' }])).toEqual([
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]);
});

test('a string with choices takes no other', () => {
  expect(() => readFlagValue(flagNamed('output'), 'xml', undefined)).toThrow(
    'invalid argument "xml" for "-o, --output" flag: it is one of text, json',
  );
});
