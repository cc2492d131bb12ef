import { expect, test } from 'vitest';
import { splitDocuments } from '../../src/spec/yaml-split.ts';

test.each([
  ['', []],
  ['a', ['1:a']],
  ['a\n---\nb\n', ['1:a\n', '3:b\n']],
  ['---\na\n---\n', ['1:---\na\n']],
  ['---\n---\na\n', ['1:---\n', '3:a\n']],
  ['a\n---\n---\nb\n', ['1:a\n', '3:---\nb\n']],
  ['a\n--- # c\n\n', ['1:a\n', '3:\n']],
  ['a: |\n  x\n---\n  y\n', ['1:a: |\n  x\n', '4:  y\n']],
  ['a: |\n  ---\n', ['1:a: |\n  ---\n']],
  ['a\r\n---\r\nb', ['1:a\r\n', '3:b']],
])('%j', (text, wanted) => {
  const { chunks, issues } = splitDocuments(text, 'f');
  expect(issues).toEqual([]);
  expect(chunks.map((chunk) => `${chunk.firstLine}:${chunk.text}`)).toEqual(wanted);
});

test.each(['--- a', '----', '---a'])('%s is no separator', (line) => {
  expect(splitDocuments(`a: b\n${line}\n`, 'f').issues).toMatchObject([{ file: 'f', line: 2, column: 4 }]);
});
