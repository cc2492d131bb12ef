import { expect, test } from 'vitest';
import { formatPath, parsePath, pathsMeet } from '../../src/spec/field-path.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 0, 'b'], 'a[0].b'],
  [['a', 0, 1], 'a[0][1]'],
])('%j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
  if (text !== '') expect(parsePath(text)).toEqual(path);
});

test.each([
  [['a'], ['a', 'b'], true],
  [['a', 'b'], ['a'], true],
  [['a', 0], ['a', 1], false],
  [[], ['a'], true],
])('%j and %j', (one, other, meet) => expect(pathsMeet(one, other)).toBe(meet));
