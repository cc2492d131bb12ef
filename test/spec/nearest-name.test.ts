import { expect, test } from 'vitest';
import { editDistance, nearestName } from '../../src/spec/nearest-name.ts';

test.each([
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
  ['podsubnet', 'podsubnets', 1],
])('%s to %s', (one, other, distance) => expect(editDistance(one, other)).toBe(distance));

const names = ['podSubnet', 'serviceSubnet', 'dnsDomain'];

test.each([
  ['podsubnet', 'podSubnet'],
  ['podSubnets', 'podSubnet'],
  ['svcSubnet', 'podSubnet'],
  ['dnsDomian', 'dnsDomain'],
  ['foo', undefined],
  ['x', undefined],
])('%s is near %s', (word, wanted) => expect(nearestName(word, names)).toBe(wanted));
