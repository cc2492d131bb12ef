import { expect, test } from 'vitest';
import { isDnsLabel, isDnsSubdomain, isQualifiedName, isWildcardDnsName } from '../../src/spec/dns-names.ts';

test.each([
  ['a', true],
  ['a-b.c', true],
  ['1.2', true],
  ['a'.repeat(253), true],
  ['a'.repeat(254), false],
  ['', false],
  ['A', false],
  ['a_b', false],
  ['a.', false],
  ['.a', false],
  ['a..b', false],
  ['-a', false],
  ['a-.b', false],
  ['*.a', false],
])('DNS name %s', (name, wanted) => expect(isDnsSubdomain(name)).toBe(wanted));

test.each([
  ['*.a', true],
  ['*', false],
  ['*.', false],
  ['*.*.a', false],
  ['a.*', false],
  ['*.A', false],
])('wildcard %s', (name, wanted) => expect(isWildcardDnsName(name)).toBe(wanted));

test('labels', () => {
  expect(isDnsLabel('a-1')).toBe(true);
  expect(isDnsLabel('a.b')).toBe(false);
  expect(isDnsLabel('a'.repeat(64))).toBe(false);
});

test.each([
  ['a', true],
  ['A_b.c-1', true],
  ['example.org/a', true],
  ['a/b/c', false],
  ['/a', false],
  ['a/', false],
  ['', false],
  ['-a', false],
  ['a'.repeat(64), false],
])('key %s', (name, wanted) => expect(isQualifiedName(name)).toBe(wanted));
