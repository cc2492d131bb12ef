import { expect, test } from 'vitest';
import { corefileWords } from '../../../src/spec/corefile/corefile-words.ts';

const textsOf = (text: string) => corefileWords(text).map((word) => word.text);

test.each([
  ['one two\tthree\r\nfour', ['one', 'two', 'three', 'four']],
  ['\ufeffone\u00a0two\u0085three', ['one', 'two', 'three']],
  ['# all of it\none', ['one']],
  ['one#two three\nfour', ['one', 'three', 'four']],
  ['"one two" three', ['one two', 'three']],
  ['a"b c"', ['a"b', 'c"']],
  ['"say \\"x\\" \\d"', ['say "x" \\d']],
  ['"" x', ['', 'x']],
  ['"open', ['open']],
  ['"open\\', ['open']],
  ['"', []],
  ['', []],
])('%j', (text, words) => {
  expect(textsOf(text)).toEqual(words);
});

test('lines are counted, also inside of quotation marks', () => {
  expect(corefileWords('a\n"b\nc" d\n\ne')).toEqual([
    { text: 'a', line: 1, lastLine: 1 },
    { text: 'b\nc', line: 2, lastLine: 3 },
    { text: 'd', line: 3, lastLine: 3 },
    { text: 'e', line: 5, lastLine: 5 },
  ]);
});
