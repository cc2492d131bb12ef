import type { KeyAlgorithm } from '../plan/phase.ts';

/** The dice, handed in so that tests own them. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** A key pair made in the thread pool: PKCS#1/SEC1 private PEM and SPKI public PEM. */
  keyPair(algorithm: KeyAlgorithm): Promise<{ readonly privateKey: string; readonly publicKey: string }>;
  /**
   * Begins key pairs that will probably be asked for, a few at a time, so that the thread pool has room for other work until
   * then; `keyPair` gives them out. Those that nobody asks for cost time of a processor, and the process waits for the ones
   * under way.
   */
  begin(algorithm: KeyAlgorithm, count: number): void;
}
