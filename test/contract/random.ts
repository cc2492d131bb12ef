import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Random } from '../../src/host/random.ts';
import type { KeyAlgorithm } from '../../src/plan/phase.ts';

const shapes: readonly [KeyAlgorithm, string, object][] = [
  ['RSA-2048', 'RSA PRIVATE KEY', { modulusLength: 2048 }],
  ['RSA-3072', 'RSA PRIVATE KEY', { modulusLength: 3072 }],
  ['ECDSA-P256', 'EC PRIVATE KEY', { namedCurve: 'prime256v1' }],
  ['ECDSA-P384', 'EC PRIVATE KEY', { namedCurve: 'secp384r1' }],
];

/** What every Random must do. */
export function randomContract(name: string, make: () => Random): void {
  describe(`Random contract: ${name}`, () => {
    it.each([0, 1, 16, 32, 100])('gives %i bytes', (length) => {
      const bytes = make().bytes(length);
      expect(bytes).toBeInstanceOf(Uint8Array);
      expect(bytes).toHaveLength(length);
    });

    it('gives other bytes and keys each time', async () => {
      const random = make();
      expect(random.bytes(16)).not.toEqual(random.bytes(16));
      for (const algorithm of ['ECDSA-P256', 'RSA-2048'] as const) {
        const [one, two] = [await random.keyPair(algorithm), await random.keyPair(algorithm)];
        expect(one.publicKey).not.toBe(two.publicKey);
      }
    });

    it.each(shapes)('makes %s keys in the encoding kubeadm uses', async (algorithm, header, details) => {
      const { privateKey, publicKey } = await make().keyPair(algorithm);
      expect(privateKey.startsWith(`-----BEGIN ${header}-----\n`)).toBe(true);
      expect(publicKey.startsWith('-----BEGIN PUBLIC KEY-----\n')).toBe(true);
      expect(createPrivateKey(privateKey).asymmetricKeyDetails).toMatchObject(details);
      expect(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })).toBe(publicKey);
    });
  });
}
