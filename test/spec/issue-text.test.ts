import { expect, test } from 'vitest';
import { issuesInOrder, mistakesIn, mostTold } from '../../src/spec/issue-order.ts';
import { printable } from '../../src/spec/issue-text.ts';

test.each([
  ['abcdef.0123456789abcdef', '<not shown>'],
  ['ABCDEF.0123456789abcde', '<not shown>'],
  ['a '.concat('0a'.repeat(32)), 'a <not shown>'],
  ['http://user:pass-word@proxy:3128', 'http://user:<not shown>@proxy:3128'],
  ['https:/user:pass@host', 'https:/user:<not shown>@host'],
  ['-----BEGIN EC PRIVATE KEY-----\nabc', '<not shown>'],
])('hidden: %s', (found, shown) => expect(printable({ path: '', message: 'a', found }).found).toBe(shown));

test.each([
  '10.96.0.0/12,fd00::/112',
  'registry.example.org:5000/name',
  `v1.14.2@sha256:${'0a'.repeat(32)}`,
  `a/b:v1@sha256:${'0a'.repeat(32)}`,
  'kubeadm.k8s.io/v1beta4',
])('shown: %s', (found) => expect(printable({ path: '', message: 'a', found }).found).toBe(found));

test('hidden in every text of an issue', () => {
  const token = 'abcdef.0123456789abcdef';
  const issue = printable({ path: token, message: token, found: token, hint: `write ${token}` });
  expect(JSON.stringify(issue)).not.toContain('0123456789abcdef');
});

test('characters that a terminal acts on are written out', () => {
  const { found, path } = printable({ path: 'a\u0007', message: 'b', found: 'c\u001b[31m\n\td\u202e' });
  expect(path).toBe('a\\x07');
  expect(found).toBe('c\\x1b[31m\\n\\td\\u{202e}');
});

test('long texts are cut', () => {
  const { found, path } = printable({ path: 'z'.repeat(1e6), message: 'b', found: 'z'.repeat(1e6) });
  expect(path).toBe(`${'z'.repeat(299)}…`);
  expect(found).toHaveLength(200);
});

test('more issues than anybody reads are counted', () => {
  const issues = Array.from({ length: 1000 }, (_, index) => ({ path: '', message: 'a', line: 1000 - index }));
  const told = issuesInOrder(issues);
  expect(told).toHaveLength(mostTold);
  expect(told[0]?.line).toBe(1);
  expect(mistakesIn('f', issues)).toBe('f has 1000 mistakes; these are the first 200');
});
