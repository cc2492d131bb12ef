import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Secret } from '../plan/secret.ts';
import { readPrivateKey, readPublicKey } from './keys.ts';
import type { Loaded } from './loaded.ts';
import type { PkiSpec } from './pki-spec.ts';
import { readCertificateFile } from './read.ts';

/** One file that control planes share through the Secret kubeadm-certs. */
export interface BundledFile {
  /** Key in the Secret. */
  readonly name: string;
  /** Where the file lies on this node and on the one that joins. */
  readonly path: string;
}

/** Bytes of an AES-256-GCM nonce; it stands in front of what it encrypted. */
export const nonceLength = 12;
const tagLength = 16;

/**
 * The files of the bundle (kubeadm 1.36.3): both CAs and the service account keys, and of etcd its CA or, when it is
 * external, the client credentials.
 */
export function bundledFiles(spec: Pick<PkiSpec, 'cluster'>): readonly BundledFile[] {
  const { certificatesDir, etcd } = spec.cluster;
  const shared = ['ca.crt', 'ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key', 'sa.pub', 'sa.key'];
  const own = etcd.external === undefined ? ['etcd/ca.crt', 'etcd/ca.key'] : [];
  const inFolder = [...shared, ...own].map((name) => ({
    name: name.replaceAll('/', '-'),
    path: `${certificatesDir}/${name}`,
  }));
  if (etcd.external === undefined) return inFolder;
  return [
    ...inFolder,
    { name: 'external-etcd-ca.crt', path: etcd.external.caFile },
    { name: 'external-etcd.crt', path: etcd.external.certFile },
    { name: 'external-etcd.key', path: etcd.external.keyFile },
  ];
}

/** Name under which the nonce of a bundled file is minted. */
export function nonceMint(file: Pick<BundledFile, 'name'>): string {
  return `certificate-bundle/${file.name}`;
}

/**
 * Encrypts a file as the Secret holds it: nonce, ciphertext, tag. A file that is not there (the key of an external CA)
 * is an empty value and stays one.
 * @param certificateKey 64 hex digits
 * @param nonce 24 hex digits, never used twice with one key
 */
export function encryptFile(content: string, certificateKey: Secret, nonce: string): Buffer {
  if (content === '') return Buffer.alloc(0);
  const iv = Buffer.from(nonce, 'hex');
  const cipher = createCipheriv('aes-256-gcm', keyBytes(certificateKey), iv);
  return Buffer.concat([iv, cipher.update(content, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts a value of the Secret; an empty value is an absent file and gives ''. */
export function decryptFile(value: Uint8Array, certificateKey: Secret): Loaded<string> {
  if (value.length === 0) return { value: '' };
  if (value.length < nonceLength + tagLength) return { problem: 'it is too short to have been encrypted' };
  const decipher = createDecipheriv('aes-256-gcm', keyBytes(certificateKey), value.subarray(0, nonceLength));
  decipher.setAuthTag(value.subarray(value.length - tagLength));
  try {
    const body = value.subarray(nonceLength, value.length - tagLength);
    return { value: Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8') };
  } catch {
    return { problem: 'it was encrypted with another certificate key' };
  }
}

/** The mode of a downloaded file: 0600 for private keys, 0644 for the others (what a join of kubeadm 1.35.4 and 1.36.3 leaves); anything else is not written. */
export function bundledFileMode(content: string): Loaded<number> {
  // Keys first, as kubeadm asks: a file with both is a key file.
  if (readPrivateKey(content).value !== undefined) return { value: 0o600 };
  if (readPublicKey(content).value !== undefined || readCertificateFile(content).value !== undefined)
    return { value: 0o644 };
  return { problem: 'it is neither a certificate nor a key' };
}

function keyBytes(certificateKey: Secret): Buffer {
  const hex = certificateKey.reveal();
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error('a certificate key has 64 hex digits');
  return Buffer.from(hex, 'hex');
}
