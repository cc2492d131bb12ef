import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  algorithmOf,
  privateKeyPem,
  publicKeyPem,
  readPrivateKey,
  readPublicKey,
  samePublicKey,
} from '../../src/pki/keys.ts';
import type { KeyAlgorithm } from '../../src/plan/phase.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';

const algorithms: readonly KeyAlgorithm[] = ['RSA-2048', 'RSA-3072', 'RSA-4096', 'ECDSA-P256', 'ECDSA-P384'];

describe.each(algorithms)('%s', (algorithm) => {
  const pair = keyPairAt(algorithm, 0);
  const key = createPrivateKey(pair.privateKey);

  test('is read and written as kubeadm has it', () => {
    expect(algorithmOf(readPrivateKey(pair.privateKey).value!)).toBe(algorithm);
    expect(privateKeyPem(key)).toBe(pair.privateKey);
    expect(publicKeyPem(key)).toBe(pair.publicKey);
  });

  test('is read as PKCS#8', () => {
    const pkcs8 = key.export({ format: 'pem', type: 'pkcs8' }) as string;
    expect(samePublicKey(readPrivateKey(pkcs8).value!, key)).toBe(true);
  });

  test('has a public key that is read alone and out of the private one', () => {
    expect(samePublicKey(readPublicKey(pair.publicKey).value!, key)).toBe(true);
    expect(samePublicKey(readPublicKey(pair.privateKey).value!, key)).toBe(true);
  });
});

test('parameters before a key, as openssl writes them, are passed over', () => {
  const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
  expect(readPrivateKey(parameters + keyPairAt('ECDSA-P256', 0).privateKey).value).toBeDefined();
});

test.each([
  ['words', 'junk\n', 'no unencrypted RSA or ECDSA private key'],
  ['a public key', keyPairAt('RSA-2048', 0).publicKey, 'no unencrypted RSA or ECDSA private key'],
  [
    'an Ed25519 key',
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    'a key of type ed25519',
  ],
  [
    'an encrypted key',
    createPrivateKey(keyPairAt('RSA-2048', 0).privateKey).export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-128-cbc',
      passphrase: 'x',
    }) as string,
    'no unencrypted',
  ],
])('%s is no private key', (_, text, problem) => {
  expect(readPrivateKey(text)).toEqual({ problem: expect.stringContaining(problem) });
});

test('keys that do not belong together', () => {
  const [a, b] = [0, 1].map((index) => readPrivateKey(keyPairAt('RSA-2048', index).privateKey).value!);
  expect(samePublicKey(a!, b!)).toBe(false);
});
