import { type Artifact, type Content, described, secretText, text } from '../plan/artifact.ts';
import { type FileFact, fileFact, type Look } from '../plan/facts.ts';
import type { Mint, Note, PhaseContext } from '../plan/phase.ts';
import { type Authority, authority, authorityLooks } from './authority.ts';
import { type CertificateRecord, certificatePaths, isSkipped } from './cert-list.ts';
import { factText } from './fact-text.ts';
import { isoTime } from './iso-time.ts';
import { issueAuthority, issueLeaf, validFrom } from './issue.ts';
import type { PkiSpec } from './pki-spec.ts';
import type { Planned } from './planned.ts';
import { readCertificateFile } from './read.ts';
import type { SubjectNames } from './sans.ts';

/** Name under which the key and serial number of a certificate are minted. */
export function certificateMint(record: Pick<CertificateRecord, 'name'>): string {
  return `pki/${record.name}`;
}

/** The files to look at before a certificate is planned: its own and those of its CA; none when it is skipped. */
export function certificateLooks(record: CertificateRecord, spec: PkiSpec): readonly Look[] {
  if (isSkipped(record, spec)) return [];
  const paths = certificatePaths(record, spec);
  return [
    { kind: 'file', path: paths.key },
    { kind: 'file', path: paths.certificate },
    ...(record.ca === undefined ? [] : authorityLooks(record.ca, spec)),
  ];
}

/**
 * What must be minted for a certificate: its key, unless something of it lies on disk, its CA's key is kept elsewhere, or
 * it is skipped.
 */
export function certificateMints(
  record: CertificateRecord,
  context: Omit<PhaseContext<PkiSpec>, 'secrets'>,
): readonly Mint[] {
  const { spec, facts } = context;
  if (isSkipped(record, spec)) return [];
  const paths = certificatePaths(record, spec);
  if (!isFree(fileFact(facts, paths.key)) || !isFree(fileFact(facts, paths.certificate))) return [];
  if (record.ca !== undefined) {
    const signer = authority(record.ca, { ...context, secrets: { keys: new Map(), texts: new Map() } });
    // A CA that is not there yet may be made in the same run; planCertificate refuses when it is not.
    if (signer.kind === 'found' && !signer.signing.can) return [];
  }
  return [{ kind: 'key', name: certificateMint(record), algorithm: spec.cluster.encryptionAlgorithm }];
}

/**
 * Plans a certificate and its key: issued when nothing of it lies on disk, kept under kubeadm's rules (same-when.ts)
 * otherwise, never overwritten. In a dry run nothing is minted and the content is described.
 */
export function planCertificate(record: CertificateRecord, context: PhaseContext<PkiSpec>): Planned {
  const { spec, facts } = context;
  if (isSkipped(record, spec)) {
    return {
      notes: [{ level: 'info', text: `etcd is external: ${record.baseName} certificate is neither made nor needed` }],
    };
  }
  const paths = certificatePaths(record, spec);
  const certificate = fileFact(facts, paths.certificate);
  const key = fileFact(facts, paths.key);
  const unseen = [certificate, key].find((fact) => fact.state === 'unknown');
  if (unseen?.state === 'unknown') {
    return { refusal: `the ${record.baseName} certificate and key could not be looked at: ${unseen.why}` };
  }
  const minted = context.secrets.keys.get(certificateMint(record));
  // A run that was interrupted between the two files finds its own key; the judge lets that one pass.
  const ours = minted !== undefined && factText(key) === minted.privateKey.reveal();
  const free = isFree(certificate) && (isFree(key) || ours);
  if (record.ca === undefined) return free ? newAuthority(record, context) : existing(record, context, undefined);
  const signer = authority(record.ca, context);
  return free ? newLeaf(record, context, signer) : existing(record, context, signer);
}

function newAuthority(record: CertificateRecord, context: PhaseContext<PkiSpec>): Planned {
  const { spec, facts, secrets } = context;
  const minted = secrets.keys.get(certificateMint(record));
  if (minted === undefined) {
    const until = facts.startedAt + spec.cluster.caCertificateValidityPeriod;
    const what = `CA certificate ${subjectWords(record, spec)}, signed by itself, ${validity(validFrom(facts.startedAt), until)}`;
    return { artifact: artifact(record, spec, describedPair(what, spec)) };
  }
  return {
    artifact: artifact(record, spec, {
      key: secretText(minted.privateKey),
      certificate: text(issueAuthority(record, spec, minted, facts.startedAt)),
    }),
  };
}

function newLeaf(record: CertificateRecord, context: PhaseContext<PkiSpec>, signer: Authority): Planned {
  const { spec, facts, secrets } = context;
  if (signer.kind === 'refused')
    return { refusal: `${record.baseName} certificate cannot be signed: ${signer.reason}` };
  if (signer.kind === 'found' && !signer.signing.can) {
    return { refusal: `${record.baseName} certificate is missing and cannot be signed: ${signer.signing.reason}` };
  }
  const sans = record.sans(spec);
  const request = {
    subject: { commonName: record.commonName(spec), organizations: record.organizations(spec) },
    usages: record.usages,
    sans,
    notBefore: validFrom(facts.startedAt),
    notAfter: facts.startedAt + spec.cluster.certificateValidityPeriod,
  };
  const notes = record.usages.includes('server') ? [servingNote(record, sans)] : [];
  const minted = secrets.keys.get(certificateMint(record));
  if (minted === undefined || signer.kind === 'described' || !signer.signing.can) {
    const issuer = signer.kind === 'described' ? signer.commonName : signer.certificate.subject.commonName;
    const what = `certificate ${subjectWords(record, spec)}, signed by CN=${issuer}, for ${record.usages.join(' and ')} use, ${validity(request.notBefore, request.notAfter)}${namesWords(sans)}`;
    const pem = signer.kind === 'found' ? signer.certificate.pem : undefined;
    return { artifact: artifact(record, spec, describedPair(what, spec), pem), notes };
  }
  const pem = issueLeaf(request, minted, { certificate: signer.certificate, key: signer.signing.key });
  return {
    artifact: artifact(
      record,
      spec,
      { key: secretText(minted.privateKey), certificate: text(pem) },
      signer.certificate.pem,
    ),
    notes,
  };
}

/** Something lies on disk already: it is judged against its CA; what would have been made is not made. */
function existing(record: CertificateRecord, context: PhaseContext<PkiSpec>, signer: Authority | undefined): Planned {
  const { spec, facts } = context;
  if (signer?.kind === 'refused') {
    return { refusal: `${record.baseName} certificate cannot be verified: ${signer.reason}` };
  }
  if (signer?.kind === 'described') {
    return {
      refusal: `${certificatePaths(record, spec).certificate} is there already, but not signed by the new CA that this run would make`,
    };
  }
  const kept = artifact(
    record,
    spec,
    describedPair(`certificate ${subjectWords(record, spec)}`, spec),
    signer?.certificate.pem,
  );
  return {
    artifact: kept,
    notes: coverageNotes(record, spec, fileFact(facts, certificatePaths(record, spec).certificate)),
  };
}

/** kubeadm keeps a serving certificate without asking whether it names this node; we keep it too, but say so. */
function coverageNotes(record: CertificateRecord, spec: PkiSpec, fact: FileFact): readonly Note[] {
  const held = factText(fact);
  const file = held === undefined ? undefined : readCertificateFile(held);
  if (!record.usages.includes('server') || file?.value === undefined) return [];
  const { dns, ips } = file.value.certificate.sans;
  const wanted = record.sans(spec);
  const lacking = [
    ...wanted.dns.filter((name) => !dns.includes(name)),
    ...wanted.ips.filter((address) => !ips.includes(address)),
  ];
  if (lacking.length === 0) return [];
  const path = certificatePaths(record, spec).certificate;
  return [
    {
      level: 'warning',
      text: `${path} is kept but does not name ${lacking.join(', ')}; remove it and its key to have a new one made`,
    },
  ];
}

function servingNote(record: CertificateRecord, sans: SubjectNames): Note {
  const text = `${record.baseName} serving certificate is for DNS names [${sans.dns.join(' ')}] and IPs [${sans.ips.join(' ')}]`;
  return { level: 'info', text };
}

function artifact(
  record: CertificateRecord,
  spec: PkiSpec,
  content: { readonly key: Content; readonly certificate: Content },
  authorityPem?: string,
): Artifact {
  const paths = certificatePaths(record, spec);
  return {
    what: `${record.baseName} certificate and key`,
    // Key first: a certificate without its key would be taken for one whose key is kept elsewhere.
    files: [
      { path: paths.key, mode: 0o600, content: content.key },
      { path: paths.certificate, mode: 0o644, content: content.certificate },
    ],
    sameWhen: record.ca === undefined ? 'certificate-authority' : 'certificate',
    ...(authorityPem === undefined ? {} : { authority: authorityPem }),
    directoryMode: 0o755,
  };
}

function describedPair(what: string, spec: PkiSpec): { readonly key: Content; readonly certificate: Content } {
  return {
    key: described(`private key, ${spec.cluster.encryptionAlgorithm}`, true),
    certificate: described(what),
  };
}

function subjectWords(record: CertificateRecord, spec: PkiSpec): string {
  const organizations = record.organizations(spec).map((organization) => `O=${organization}, `);
  return `${organizations.join('')}CN=${record.commonName(spec)}`;
}

function namesWords(sans: SubjectNames): string {
  const words = [...sans.dns.map((name) => `DNS:${name}`), ...sans.ips.map((address) => `IP:${address}`)];
  return words.length === 0 ? '' : `, naming ${words.join(', ')}`;
}

function validity(from: number, until: number): string {
  return `valid from ${isoTime(from)} until ${isoTime(until)}`;
}

function isFree(fact: FileFact): boolean {
  return fact.state === 'absent';
}
