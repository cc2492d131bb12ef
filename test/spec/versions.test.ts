import semver from 'semver';
import { expect, test } from 'vitest';
import {
  findMinorFacts,
  minorFacts,
  minorOf,
  newestKnownVersion,
  servedMinorFacts,
  servedMinors,
} from '../../src/spec/versions.ts';

test.each([
  ['v1.36.3', '1.36'],
  ['1.36.0-rc.1', '1.36'],
  ['stable-1', undefined],
  ['', undefined],
])('minor of %j', (version, minor) => expect(minorOf(version)).toBe(minor));

test('facts are those of the minor, of the newest while the version is a label', () => {
  expect(minorFacts('v1.35.0').etcdTag).toBe('3.6.6-0');
  expect(minorFacts('stable-1').minor).toBe(servedMinors.newest);
  expect(findMinorFacts('v1.34.0')).toBeUndefined();
});

test('a label may become any minor served', () => {
  expect(servedMinorFacts('v1.36.1').map(({ minor }) => minor)).toEqual(['1.36']);
  expect(servedMinorFacts('stable-1').map(({ minor }) => minor)).toEqual(['1.35', '1.36', '1.37']);
});

test('the table is in order', () => {
  expect(newestKnownVersion).toBe(minorFacts(newestKnownVersion).newestKnown);
  const minors = servedMinorFacts('').map((facts) => facts.newestKnown);
  expect([...minors].sort(semver.compare)).toEqual(minors);
});
