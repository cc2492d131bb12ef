import type { Mint, Secrets } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import type { InitSpec } from '../spec/types.ts';

const mintName = 'certificate-key';
/** Stands for the key in a dry run, which mints nothing; has a key's form. */
const notMinted = new Secret('0'.repeat(64), 'a new certificate key');

/** The key that encrypts the shared certificates, unless the user gave one. */
export function certificateKeyMints(spec: Pick<InitSpec, 'certificateKey'>): readonly Mint[] {
  return spec.certificateKey === undefined ? [{ kind: 'bytes', name: mintName, length: 32 }] : [];
}

/** The user's key, else the minted one. */
export function certificateKey(spec: Pick<InitSpec, 'certificateKey'>, secrets: Secrets): Secret {
  return spec.certificateKey ?? secrets.texts.get(mintName) ?? notMinted;
}
