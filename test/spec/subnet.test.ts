import { expect, test } from 'vitest';
import { overlap, parseSubnet } from '../../src/spec/subnet.ts';

test.each([
  ['10.0.0.0/16', 4, 16, 65536],
  ['10.0.0.5/28', 4, 28, 16],
  ['010.0.0.0/08', 4, 8, 2 ** 24],
  ['FD00::/112', 6, 112, 65536],
  ['::/0', 6, 0, 2 ** 128],
])('%s', (text, family, mask, size) => expect(parseSubnet(text)).toEqual({ text, family, mask, size }));

test.each([
  '',
  'a',
  '10.0.0.0',
  '10.0/16',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  ' 10.0.0.0/16',
  'fd00::/129',
  '10.0.0.0/16/1',
])('%j is none', (text) => expect(parseSubnet(text)).toBeUndefined());

test.each([
  ['10.0.0.0/8', '10.96.0.0/12', true],
  ['10.96.0.0/12', '10.0.0.0/8', true],
  ['10.96.0.0/12', '10.244.0.0/16', false],
  ['10.0.0.0/8', 'fd00::/8', false],
  ['fd00::/56', 'fd00::ff:0/112', true],
])('%s and %s', (one, other, wanted) => expect(overlap(parseSubnet(one)!, parseSubnet(other)!)).toBe(wanted));
