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
  const begun = new Map<KeyAlgorithm, Promise<KeyPair>[]>();
  /** Still to be begun, by algorithm. */
  const left = new Map<KeyAlgorithm, number>();

  function beginOne(algorithm: KeyAlgorithm): Promise<unknown> {
    const pair = makers[algorithm]();
    begun.set(algorithm, [...(begun.get(algorithm) ?? []), pair]);
    // Whoever asks for it gets its error.
    return pair.catch(() => {});
  }

  async function beginInTurn(algorithm: KeyAlgorithm): Promise<void> {
    for (;;) {
      const count = left.get(algorithm) ?? 0;
      if (count === 0) return;
      left.set(algorithm, count - 1);
      await beginOne(algorithm);
    }
  }

  for (let one = 0; one < ahead; one += 1) void beginOne('RSA-2048');
  return {
    bytes: (length) => new Uint8Array(randomBytes(length)),
    keyPair(algorithm) {
      const ready = begun.get(algorithm)?.shift();
      if (ready !== undefined) return ready;
      left.set(algorithm, Math.max(0, (left.get(algorithm) ?? 0) - 1));
      return makers[algorithm]();
    },
    begin(algorithm, count) {
      left.set(algorithm, (left.get(algorithm) ?? 0) + count);
      for (let turn = 0; turn < inTurns; turn += 1) void beginInTurn(algorithm);
    },
  };
}

/** The pool has four threads unless told otherwise; the others are for files and names. */
const inTurns = 2;

type KeyPair = Awaited<ReturnType<Random['keyPair']>>;

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
