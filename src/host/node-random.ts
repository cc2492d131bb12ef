import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '../plan/phase.ts';
import type { Random } from './random.ts';

const make = promisify(generateKeyPair);

/** The dice of this machine: OpenSSL, in the thread pool. */
export function nodeRandom(): Random {
  return {
    bytes: (length) => new Uint8Array(randomBytes(length)),
    keyPair: (algorithm) => makers[algorithm](),
  };
}

const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;

const makers: { readonly [algorithm in KeyAlgorithm]: () => Promise<{ privateKey: string; publicKey: string }> } = {
  'RSA-2048': () => rsa(2048),
  'RSA-3072': () => rsa(3072),
  'RSA-4096': () => rsa(4096),
  'ECDSA-P256': () => ec('P-256'),
  'ECDSA-P384': () => ec('P-384'),
};

function rsa(modulusLength: number) {
  return make('rsa', { modulusLength, publicKeyEncoding, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } });
}

function ec(namedCurve: string) {
  return make('ec', { namedCurve, publicKeyEncoding, privateKeyEncoding: { type: 'sec1', format: 'pem' } });
}
