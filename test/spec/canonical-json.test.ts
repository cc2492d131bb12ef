import { expect, test } from 'vitest';
import { Secret } from '../../src/plan/secret.ts';
import { canonicalJson } from '../../src/spec/canonical-json.ts';

test.each([
  [null, 'null'],
  [undefined, 'null'],
  ['a"b', '"a\\"b"'],
  [1.5, '1.5'],
  [[1, undefined, 'a'], '[1,null,"a"]'],
  [{ b: 1, a: { d: [], c: true }, e: undefined }, '{"a":{"c":true,"d":[]},"b":1}'],
])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

test('another secret makes another text', () => {
  const text = (secret: string) => canonicalJson({ token: new Secret(secret, 'token') });
  expect(text('a')).toBe('{"token":"a"}');
  expect(text('a')).not.toBe(text('b'));
});
