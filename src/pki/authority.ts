import type { KeyObject } from 'node:crypto';
import { type FileFact, fileFact, type Look } from '../plan/facts.ts';
import type { PhaseContext } from '../plan/phase.ts';
import { type AuthorityName, certificateNamed, certificatePaths } from './cert-list.ts';
import { factText } from './fact-text.ts';
import { issueAuthority, mintedPrivateKey } from './issue.ts';
import { readPrivateKey, samePublicKey } from './keys.ts';
import type { PkiSpec } from './pki-spec.ts';
import { type Certificate, readCertificateFile } from './read.ts';

/** Which CA signs a certificate, as far as it is known before the first act. */
export type Authority =
  /** Its certificate is known: on disk, or made in this run. */
  | { readonly kind: 'found'; readonly certificate: Certificate; readonly signing: Signing }
  /** This run will make it; a dry run has not minted its key, so only its subject is known. */
  | { readonly kind: 'described'; readonly commonName: string }
  /** There is none to sign with or to verify against. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Whether a CA that was found can sign. */
export type Signing =
  | { readonly can: true; readonly key: KeyObject; readonly minted: boolean }
  /** External: somebody else holds the key. */
  | { readonly can: false; readonly external: true; readonly reason: string }
  | { readonly can: false; readonly external: false; readonly reason: string };

/** The files that tell which CA signs. */
export function authorityLooks(name: AuthorityName, spec: Pick<PkiSpec, 'cluster'>): readonly Look[] {
  const paths = certificatePaths(certificateNamed(name), spec);
  return [
    { kind: 'file', path: paths.key },
    { kind: 'file', path: paths.certificate },
  ];
}

/**
 * Finds the CA: on disk, predicted by an earlier phase of the same plan, or issued from the key minted for it, so that
 * a leaf can be planned before the CA is written. Reasons follow kubeadm 1.36.3, which refuses a CA that cannot sign
 * only when something is to be signed.
 */
export function authority(name: AuthorityName, context: PhaseContext<PkiSpec>): Authority {
  const { spec, facts, secrets } = context;
  const record = certificateNamed(name);
  const paths = certificatePaths(record, spec);
  const certificate = fileFact(facts, paths.certificate);
  const key = fileFact(facts, paths.key);

  if (certificate.state === 'predicted' && certificate.text === undefined) {
    return { kind: 'described', commonName: record.commonName(spec) };
  }
  const text = factText(certificate);
  if (text !== undefined) {
    const file = readCertificateFile(text);
    if (file.value === undefined) return { kind: 'refused', reason: `${paths.certificate} is no use: ${file.problem}` };
    return {
      kind: 'found',
      certificate: file.value.certificate,
      signing: signingWith(key, paths.key, file.value.certificate, paths.certificate),
    };
  }
  const minted = secrets.keys.get(`pki/${name}`);
  const ours = minted !== undefined && factText(key) === minted.privateKey.reveal();
  if (certificate.state === 'absent' && (key.state === 'absent' || ours)) {
    if (minted === undefined) {
      return { kind: 'refused', reason: `there is no ${record.baseName} certificate at ${paths.certificate}` };
    }
    const issued = readCertificateFile(issueAuthority(record, spec, minted, facts.startedAt));
    if (issued.value === undefined) throw new Error('a CA certificate that was just issued cannot be read');
    return {
      kind: 'found',
      certificate: issued.value.certificate,
      signing: { can: true, key: mintedPrivateKey(minted), minted: true },
    };
  }
  return { kind: 'refused', reason: unreadable(certificate, paths.certificate) };
}

function signingWith(key: FileFact, keyPath: string, certificate: Certificate, certificatePath: string): Signing {
  if (key.state === 'absent') {
    return { can: false, external: true, reason: `its key ${keyPath} is kept elsewhere (external CA)` };
  }
  const text = factText(key);
  if (text === undefined) return { can: false, external: false, reason: unreadable(key, keyPath) };
  const loaded = readPrivateKey(text);
  if (loaded.value === undefined) {
    return { can: false, external: false, reason: `${keyPath} is no use: ${loaded.problem}` };
  }
  if (!certificate.isAuthority) {
    return { can: false, external: false, reason: `${certificatePath} is not the certificate of a CA` };
  }
  if (!samePublicKey(loaded.value, certificate.publicKey)) {
    return { can: false, external: false, reason: `${keyPath} does not belong to ${certificatePath}` };
  }
  return { can: true, key: loaded.value, minted: key.state === 'predicted' };
}

function unreadable(fact: FileFact, path: string): string {
  switch (fact.state) {
    case 'absent':
      return `${path} is missing`;
    case 'directory':
      return `${path} is a folder`;
    case 'unknown':
      return `${path} could not be looked at: ${fact.why}`;
    default:
      return `${path} is not known yet`;
  }
}
