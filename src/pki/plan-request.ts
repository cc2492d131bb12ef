import { type Artifact, type Content, described, secretText, text } from '../plan/artifact.ts';
import { type FileFact, fileFact, type Look } from '../plan/facts.ts';
import type { KeyAlgorithm, Mint, MintedKey, PhaseContext } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import type { CertificateRecord } from './cert-list.ts';
import { factText } from './fact-text.ts';
import { mintedPrivateKey } from './issue.ts';
import { publicKeyDer } from './keys.ts';
import { buildKubeconfig } from './kubeconfig.ts';
import { type KubeconfigRecord, kubeconfigPath, kubeconfigServer } from './kubeconfig-list.ts';
import { toPem } from './pem.ts';
import type { KubeconfigSpec, PkiSpec } from './pki-spec.ts';
import type { SubjectNames } from './sans.ts';
import { issueCertificateRequest, type SubjectName } from './x509.ts';

/** A certificate signing request that is to be made (kubeadm-artifacts.md, 1.7). */
export interface RequestRecord {
  /** Name under which the key is minted. */
  readonly mint: string;
  readonly what: string;
  /** The file that holds the key: a key, or a kubeconfig that still lacks its certificate. */
  readonly keyPath: string;
  readonly requestPath: string;
  /** What stands in the way when either file is there, as kubeadm names it. */
  readonly obstacle: string;
  readonly subject: SubjectName;
  readonly sans: SubjectNames;
  readonly keyContent: (key: MintedKey) => string;
}

/** The request for a certificate of the cluster. */
export function certificateRequest(record: CertificateRecord, spec: PkiSpec): RequestRecord {
  const base = `${spec.cluster.certificatesDir}/${record.baseName}`;
  return {
    mint: `csr/${record.name}`,
    what: `key ${base}.key`,
    keyPath: `${base}.key`,
    requestPath: `${base}.csr`,
    obstacle: `key or CSR ${base}`,
    subject: { commonName: record.commonName(spec), organizations: record.organizations(spec) },
    sans: record.sans(spec),
    keyContent: (key) => key.privateKey.reveal(),
  };
}

/** The request for the client certificate of a kubeconfig file. */
export function kubeconfigRequest(record: KubeconfigRecord, spec: KubeconfigSpec): RequestRecord {
  const path = kubeconfigPath(record, spec);
  const user = record.userName(spec);
  return {
    mint: `csr/${record.fileName}`,
    what: `kubeconfig ${path}, without certificate`,
    keyPath: path,
    requestPath: `${path}.csr`,
    obstacle: `kubeconfig file or CSR ${path}`,
    subject: { commonName: user, organizations: record.organizations },
    sans: { dns: [], ips: [] },
    keyContent: (key) =>
      buildKubeconfig({
        cluster: spec.cluster.clusterName,
        server: kubeconfigServer(record, spec),
        // The CA is elsewhere; who puts the certificate in puts the CA in, too.
        authority: undefined,
        user,
        credentials: { kind: 'key', key: key.privateKey.reveal() },
      }),
  };
}

/** The files to look at before a request is planned. */
export function requestLooks({ keyPath, requestPath }: RequestRecord): readonly Look[] {
  return [
    { kind: 'file', path: keyPath },
    { kind: 'file', path: requestPath },
  ];
}

/** The key of a request. */
export function requestMint({ mint }: RequestRecord, algorithm: KeyAlgorithm): Mint {
  return { kind: 'key', name: mint, algorithm };
}

/** Plans key and request. What is there already is never touched, unless an interrupted run of ours has written it. */
export function planRequest(
  record: RequestRecord,
  { spec, facts, secrets }: PhaseContext<PkiSpec>,
): { readonly artifacts: readonly Artifact[]; readonly refusals: readonly string[] } {
  const minted = secrets.keys.get(record.mint);
  const key = fileFact(facts, record.keyPath);
  const content = minted === undefined ? undefined : record.keyContent(minted);
  const ours = content !== undefined && factText(key) === content;
  const inTheWay = [key, fileFact(facts, record.requestPath)].some(isThere);
  if (inTheWay && !ours) return { artifacts: [], refusals: [`file already exists: ${record.obstacle}`] };
  const artifact = (what: string, path: string, file: Content, sameWhen: Artifact['sameWhen']): Artifact => {
    return { what, files: [{ path, mode: 0o600, content: file }], sameWhen, directoryMode: 0o755 };
  };
  // Two artefacts, so that going on after an interruption replaces no key, not even by itself.
  return {
    artifacts: [
      artifact(record.what, record.keyPath, keyContent(content, record, spec), 'bytes'),
      artifact(
        `certificate signing request ${record.requestPath}`,
        record.requestPath,
        requestContent(minted, record),
        'exists',
      ),
    ],
    refusals: [],
  };
}

function isThere(fact: FileFact): boolean {
  return fact.state !== 'absent' && fact.state !== 'predicted';
}

function keyContent(content: string | undefined, record: RequestRecord, spec: PkiSpec): Content {
  return content === undefined
    ? described(`private key, ${spec.cluster.encryptionAlgorithm}`, true)
    : secretText(new Secret(content, record.what));
}

function requestContent(minted: MintedKey | undefined, { subject, sans }: RequestRecord): Content {
  if (minted === undefined) return described(`certificate signing request of CN=${subject.commonName}`);
  const key = mintedPrivateKey(minted);
  const der = issueCertificateRequest({ subject, sans, publicKey: publicKeyDer(key) }, key);
  return text(toPem('CERTIFICATE REQUEST', der));
}
