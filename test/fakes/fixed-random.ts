import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Random } from '../../src/host/random.ts';
import type { KeyAlgorithm } from '../../src/plan/phase.ts';

/** Private keys for tests, by algorithm; they guard nothing. */
const testKeys: { readonly [algorithm in KeyAlgorithm]: readonly string[] } = JSON.parse(
  readFileSync(new URL('test-keys.json', import.meta.url), 'utf8'),
);

/**
 * Dice that always fall the same way. It claims: bytes are a function of `seed` and of the calls before; key pairs are real, of the
 * algorithm asked for, taken from a small committed set in its order and from its start again when it is used up (24 of RSA-2048, two of
 * each other). What is begun ahead changes nothing.
 */
export function fixedRandom(seed = 'tsadm'): Random {
  let calls = 0;
  const taken = new Map<KeyAlgorithm, number>();
  return {
    bytes(length) {
      calls += 1;
      const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
        createHash('sha256').update(`${seed}/${calls}/${block}`).digest(),
      );
      return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
    },
    async keyPair(algorithm) {
      const index = taken.get(algorithm) ?? 0;
      taken.set(algorithm, index + 1);
      return keyPairAt(algorithm, index);
    },
    begin: () => {},
  };
}

/** The test key pair with this number. */
export function keyPairAt(
  algorithm: KeyAlgorithm,
  index: number,
): { readonly privateKey: string; readonly publicKey: string } {
  const keys = testKeys[algorithm];
  const privateKey = keys[index % keys.length]!;
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string;
  return { privateKey, publicKey };
}
