import { expect, test } from 'vitest';
import { columns } from '../../src/render/columns.ts';

test('columns are as wide as their widest cell and three blanks, ten at least; the last cell stays as it is', () => {
  const rows = [
    ['NAME', 'B', 'LAST'],
    ['a-long-name', 'x', 'no      '],
    ['missing', '', ''],
  ];
  expect(columns(rows)).toBe(
    'NAME          B         LAST\na-long-name   x         no      \nmissing                 \n',
  );
});

test('no rows are no lines', () => {
  expect(columns([])).toBe('');
});
