import { expect, test } from 'vitest';
import { isSignedBy, signDetached, tokenParts } from '../../src/pki/detached-signature.ts';

const token = tokenParts('abcdef.0123456789abcdef');
const payload = 'apiVersion: v1\n';

test('a token comes apart at its dot', () => {
  expect(token).toEqual({ id: 'abcdef', secret: '0123456789abcdef' });
});

test('a signature fits its text and its token, and nothing else', () => {
  const signature = signDetached(payload, token);
  expect(signature).toMatch(/^[\w-]+\.\.[\w-]+$/);
  expect(isSignedBy(signature, payload, token)).toBe(true);
  expect(isSignedBy(signature, `${payload} `, token)).toBe(false);
  expect(isSignedBy(signature, payload, { ...token, secret: 'ffffffffffffffff' })).toBe(false);
  expect(isSignedBy(signature, payload, { ...token, id: 'ghijkl' })).toBe(false);
});

test.each([
  ['nothing', ''],
  ['two parts', 'a.b'],
  ['a payload that is not left out', signDetached(payload, token).replace('..', '.eA.')],
  ['a header that is no JSON', `eA..${'a'.repeat(43)}`],
  ['no algorithm', signDetached(payload, token).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url'))],
])('%s is no signature', (_what, signature) => {
  expect(isSignedBy(signature, payload, token)).toBe(false);
});
