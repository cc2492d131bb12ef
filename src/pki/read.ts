import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { Usage } from './cert-list.ts';
import type { Loaded } from './loaded.ts';
import { pemBlocks, toPem } from './pem.ts';
import type { SubjectNames } from './sans.ts';
import { decodeCertificate, oids, type SubjectName } from './x509.ts';

/** A certificate as plain facts. Times are milliseconds since the epoch; digests and identifiers lower-case hex. */
export interface Certificate {
  readonly subject: SubjectName;
  readonly issuer: SubjectName;
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Basic constraints say it is a CA. */
  readonly isAuthority: boolean;
  /** First octet of the key usage; undefined when it does not restrict its key. */
  readonly keyUsage: number | undefined;
  readonly usages: readonly Usage[];
  /** Extended key usages that have no short name here, as object identifiers. */
  readonly otherUsages: readonly string[];
  readonly sans: SubjectNames;
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly publicKeyDigest: string;
  readonly publicKey: KeyObject;
  /** This certificate alone, as PEM. */
  readonly pem: string;
  readonly der: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
}

/** A certificate file: the certificate and what else came with it, taken as its intermediates. */
export interface CertificateFile {
  readonly certificate: Certificate;
  readonly others: readonly Certificate[];
}

/**
 * Reads a certificate file as kubeadm does (1.36.3): blocks other than CERTIFICATE are passed over, the first certificate
 * is the one meant, and one that cannot be read spoils the file.
 */
export function readCertificateFile(text: string): Loaded<CertificateFile> {
  const certificates: Certificate[] = [];
  for (const { label, der } of pemBlocks(text)) {
    if (label !== 'CERTIFICATE') continue;
    try {
      certificates.push(readCertificate(der));
    } catch {
      return { problem: 'it holds a certificate that cannot be read' };
    }
  }
  const [certificate, ...others] = certificates;
  return certificate === undefined ? { problem: 'it holds no certificate' } : { value: { certificate, others } };
}

/**
 * One certificate from its DER.
 * @throws Error when it is none, or its key is of a kind that node:crypto does not know
 */
export function readCertificate(der: Uint8Array): Certificate {
  const decoded = decodeCertificate(der);
  const publicKey = createPublicKey({ key: Buffer.from(decoded.publicKey), format: 'der', type: 'spki' });
  const known = new Map<string, Usage>([
    [oids.serverAuth, 'server'],
    [oids.clientAuth, 'client'],
  ]);
  return {
    subject: decoded.subject,
    issuer: decoded.issuer,
    serial: decoded.serial,
    notBefore: decoded.notBefore,
    notAfter: decoded.notAfter,
    isAuthority: decoded.isAuthority,
    keyUsage: decoded.keyUsage,
    usages: decoded.extendedUsages.flatMap((id) => known.get(id) ?? []),
    otherUsages: decoded.extendedUsages.filter((id) => !known.has(id)),
    sans: decoded.sans,
    subjectKeyId: hex(decoded.subjectKeyId),
    authorityKeyId: hex(decoded.authorityKeyId),
    publicKeyDigest: createHash('sha256').update(decoded.publicKey).digest('hex'),
    publicKey,
    pem: toPem('CERTIFICATE', der),
    der,
    subjectDer: decoded.subjectDer,
    issuerDer: decoded.issuerDer,
  };
}

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
}
