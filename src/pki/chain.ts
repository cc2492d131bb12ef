import { X509Certificate } from 'node:crypto';
import { isoTime } from './iso-time.ts';
import type { Certificate, CertificateFile } from './read.ts';
import { certificateSignBit } from './x509.ts';

/**
 * Why a certificate is not good below a CA at a moment, as a clause about it; undefined when it is. The rules are those
 * of Go's verifier with the CA as only root, the rest of the file as intermediates and any usage allowed, which is what
 * kubeadm 1.36.3 asks of existing certificates: every link must be in force, expired CAs included.
 */
export function chainProblem(file: CertificateFile, root: Certificate, now: number): string | undefined {
  return problemBelow(file.certificate, file.others, root, now);
}

function problemBelow(
  certificate: Certificate,
  intermediates: readonly Certificate[],
  root: Certificate,
  now: number,
): string | undefined {
  const period = periodProblem(certificate, now);
  if (period !== undefined) return period;
  if (sameBytes(certificate.der, root.der)) return undefined;
  if (isIssuedBy(certificate, root)) {
    const problem = periodProblem(root, now);
    return problem === undefined ? undefined : `is signed by a CA that ${problem}`;
  }
  for (const intermediate of intermediates) {
    if (!isIssuedBy(certificate, intermediate)) continue;
    const rest = intermediates.filter((other) => other !== intermediate);
    if (problemBelow(intermediate, rest, root, now) === undefined) return undefined;
  }
  return `is not signed by the CA CN=${root.subject.commonName}`;
}

/** Why a certificate is not in force, as a clause about it; undefined when it is. */
export function periodProblem(
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  now: number,
): string | undefined {
  if (now < certificate.notBefore) return `is not valid before ${isoTime(certificate.notBefore)}`;
  if (now > certificate.notAfter) return `has expired on ${isoTime(certificate.notAfter)}`;
  return undefined;
}

function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!sameBytes(certificate.issuerDer, issuer.subjectDer)) return false;
  if (!issuer.isAuthority) return false;
  if (issuer.keyUsage !== undefined && (issuer.keyUsage & certificateSignBit) === 0) return false;
  return new X509Certificate(certificate.der).verify(issuer.publicKey);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
