import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyAlgorithm } from '../plan/phase.ts';
import type { Random } from './random.ts';

const make = promisify(generateKeyPair);

/**
 * The dice of this machine: OpenSSL, in the thread pool.
 * @param ahead so many RSA-2048 keys are begun now, because they will probably be asked for. The pool takes them all
 *   at once: while code is loaded nobody could give it the next one. The process does not end before they are made.
 */
export function nodeRandom(ahead = 0): Random {
  const begun = Array.from({ length: ahead }, () => makers['RSA-2048']());
  // Whoever asks for one gets its error.
  for (const pair of begun) pair.catch(() => {});
  return {
    bytes: (length) => new Uint8Array(randomBytes(length)),
    keyPair: (algorithm) => (algorithm === 'RSA-2048' ? begun.shift() : undefined) ?? makers[algorithm](),
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
