import { createHash, type KeyObject } from 'node:crypto';
import type { MintedKey } from '../plan/phase.ts';
import type { CertificateRecord, Usage } from './cert-list.ts';
import { publicKeyDer, readPrivateKey, readPublicKey } from './keys.ts';
import { toPem } from './pem.ts';
import type { PkiSpec } from './pki-spec.ts';
import type { Certificate } from './read.ts';
import type { SubjectNames } from './sans.ts';
import { issueCertificate, oids, publicKeyBits, type SubjectName } from './x509.ts';

/** Certificates are valid from five minutes before they are made, for machines whose clocks are behind (kubeadm). */
const backdatingMs = 5 * 60 * 1000;

/** A CA that can sign: its certificate and the key that belongs to it. */
export interface Signer {
  readonly certificate: Pick<Certificate, 'subjectDer' | 'subjectKeyId' | 'notBefore'>;
  readonly key: KeyObject;
}

/** What a leaf certificate is to say. */
export interface LeafRequest {
  readonly subject: SubjectName;
  readonly usages: readonly Usage[];
  readonly sans: SubjectNames;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** When certificates of a run begin to be valid. */
export function validFrom(startedAt: number): number {
  return startedAt - backdatingMs;
}

/** The PEM of a self-signed CA certificate for a minted key. Its lifetime counts from the start, not from validFrom. */
export function issueAuthority(record: CertificateRecord, spec: PkiSpec, minted: MintedKey, startedAt: number): string {
  const key = mintedPrivateKey(minted);
  const publicKey = publicKeyDer(key);
  const template = {
    subject: { commonName: record.commonName(spec), organizations: record.organizations(spec) },
    issuer: undefined,
    serial: minted.serial,
    notBefore: validFrom(startedAt),
    notAfter: startedAt + spec.cluster.caCertificateValidityPeriod,
    publicKey,
    isAuthority: true,
    extendedUsages: [],
    subjectKeyId: keyIdentifier(publicKey),
    sans: record.sans(spec),
  };
  return toPem('CERTIFICATE', issueCertificate(template, key));
}

/** The PEM of a leaf certificate for a minted key, signed by a CA. It names the CA's key only if the CA names its own. */
export function issueLeaf(
  request: LeafRequest,
  minted: Pick<MintedKey, 'publicKey' | 'serial'>,
  signer: Signer,
): string {
  const publicKey = readPublicKey(minted.publicKey);
  if (publicKey.value === undefined) throw new Error(`a minted public key cannot be read: ${publicKey.problem}`);
  const { subjectKeyId } = signer.certificate;
  const template = {
    subject: request.subject,
    issuer: signer.certificate.subjectDer,
    serial: minted.serial,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey: publicKeyDer(publicKey.value),
    isAuthority: false,
    extendedUsages: request.usages.map((usage) => (usage === 'server' ? oids.serverAuth : oids.clientAuth)),
    ...(subjectKeyId === undefined ? {} : { authorityKeyId: Buffer.from(subjectKeyId, 'hex') }),
    sans: request.sans,
  };
  return toPem('CERTIFICATE', issueCertificate(template, signer.key));
}

/** The private half of a minted key. A minted key that cannot be read is our own bug. */
export function mintedPrivateKey(minted: MintedKey): KeyObject {
  const key = readPrivateKey(minted.privateKey.reveal());
  if (key.value === undefined) throw new Error(`a minted key cannot be read: ${key.problem}`);
  return key.value;
}

/** The first 20 bytes of the SHA-256 of the public key bits (RFC 7093, method 1), as Go 1.25 and later choose it. */
function keyIdentifier(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKeyBits(publicKey)).digest().subarray(0, 20);
}
