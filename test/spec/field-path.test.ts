import { expect, test } from 'vitest';
import { formatPath, parsePath } from '../../src/spec/field-path.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 0, 'b'], 'a[0].b'],
  [['a', 0, 1], 'a[0][1]'],
])('%j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
  if (text !== '') expect(parsePath(text)).toEqual(path);
});
