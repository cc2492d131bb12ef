import { expect, test } from 'vitest';
import { table } from '../../src/render/table.ts';

test('columns are as wide as their widest cell, and lines end where their text ends', () => {
  expect(
    table([
      ['NAME', 'STATE', 'NOTE'],
      ['etcd', 'running', ''],
      ['kube-apiserver', 'exited', 'flag'],
    ]),
  ).toBe('NAME             STATE     NOTE\netcd             running\nkube-apiserver   exited    flag\n');
});

test('rows may be short', () => {
  expect(table([['a', 'b'], ['longer']])).toBe('a        b\nlonger\n');
});
