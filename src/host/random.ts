import type { KeyAlgorithm } from '../plan/phase.ts';

/** The dice, handed in so that tests own them. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** A key pair made in the thread pool: PKCS#1/SEC1 private PEM and SPKI public PEM. */
  keyPair(algorithm: KeyAlgorithm): Promise<{ readonly privateKey: string; readonly publicKey: string }>;
}
