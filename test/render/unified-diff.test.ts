import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/render/unified-diff.ts';

const before = { name: 'a', text: 'one\ntwo\nthree\nfour\n' };
const diff = (text: string, context: number): string => unifiedDiff(before, { name: 'b', text }, context);

// What `diff -u` of GNU diffutils prints, but for its times.
test('a line changed, with its surroundings and without', () => {
  expect(diff('one\ntwo\n3\nfour\n', 1)).toBe('--- a\n+++ b\n@@ -2,3 +2,3 @@\n two\n-three\n+3\n four\n');
  expect(diff('one\ntwo\n3\nfour\n', 0)).toBe('--- a\n+++ b\n@@ -3 +3 @@\n-three\n+3\n');
});

test('lines added and removed', () => {
  expect(diff('one\ntwo\nthree\nand\nfour\n', 0)).toBe('--- a\n+++ b\n@@ -3,0 +4 @@\n+and\n');
  expect(diff('one\nfour\n', 0)).toBe('--- a\n+++ b\n@@ -2,2 +1,0 @@\n-two\n-three\n');
});

test('no difference is nothing', () => {
  expect(diff(before.text, 3)).toBe('');
});
