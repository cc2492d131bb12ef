import { type Artifact, type Content, described, secretText } from '../plan/artifact.ts';
import { fileFact, type Look } from '../plan/facts.ts';
import type { Mint, PhaseContext } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { type Authority, authority, authorityLooks } from './authority.ts';
import { isoTime } from './iso-time.ts';
import { issueLeaf } from './issue.ts';
import { buildKubeconfig } from './kubeconfig.ts';
import { type KubeconfigRecord, kubeconfigPath, kubeconfigServer } from './kubeconfig-list.ts';
import type { KubeconfigSpec } from './pki-spec.ts';
import type { Planned } from './planned.ts';

/** Name under which the client key of a kubeconfig file is minted. */
export function kubeconfigMint(record: Pick<KubeconfigRecord, 'name'>): string {
  return `kubeconfig/${record.name}`;
}

/** The files to look at before a kubeconfig is planned: itself and the cluster CA. */
export function kubeconfigLooks(record: KubeconfigRecord, spec: KubeconfigSpec): readonly Look[] {
  return [{ kind: 'file', path: kubeconfigPath(record, spec) }, ...authorityLooks('ca', spec)];
}

/** A client key, unless the file is there or the key of the cluster CA is kept elsewhere. */
export function kubeconfigMints(
  record: KubeconfigRecord,
  context: Omit<PhaseContext<KubeconfigSpec>, 'secrets'>,
): readonly Mint[] {
  const { spec, facts } = context;
  if (fileFact(facts, kubeconfigPath(record, spec)).state !== 'absent') return [];
  const ca = authority('ca', { ...context, secrets: { keys: new Map(), texts: new Map() } });
  if (ca.kind === 'found' && !ca.signing.can) return [];
  return [{ kind: 'key', name: kubeconfigMint(record), algorithm: spec.cluster.encryptionAlgorithm }];
}

/**
 * Plans a kubeconfig file: made with a new client certificate when it is not there, kept under kubeadm's rules
 * (same-when.ts) otherwise. With an external CA it has to be there.
 */
export function planKubeconfig(record: KubeconfigRecord, context: PhaseContext<KubeconfigSpec>): Planned {
  const { spec, facts } = context;
  const path = kubeconfigPath(record, spec);
  const ca = authority('ca', context);
  const fact = fileFact(facts, path);
  if (fact.state === 'unknown') return { refusal: `${path} could not be looked at: ${fact.why}` };
  const missing = fact.state === 'absent';
  if (ca.kind === 'refused') return { refusal: `${record.fileName} needs the cluster CA: ${ca.reason}` };
  if (!missing) {
    if (ca.kind === 'described') {
      return { refusal: `${path} is there already, but does not trust the new CA that this run would make` };
    }
    const kept = artifact(record, spec, described(subjectWords(record, spec), true), ca.certificate.pem);
    const external = !ca.signing.can && ca.signing.external;
    return external
      ? {
          artifact: kept,
          notes: [{ level: 'info', text: `the cluster CA is external: ${record.fileName} is used as provided` }],
        }
      : { artifact: kept };
  }
  if (ca.kind === 'found' && !ca.signing.can) {
    return { refusal: `${path} is missing and cannot be made: ${ca.signing.reason}` };
  }
  return newKubeconfig(record, context, ca);
}

function newKubeconfig(
  record: KubeconfigRecord,
  context: PhaseContext<KubeconfigSpec>,
  ca: Exclude<Authority, { kind: 'refused' }>,
): Planned {
  const { spec, facts, secrets } = context;
  const minted = secrets.keys.get(kubeconfigMint(record));
  const notAfter = facts.startedAt + spec.cluster.certificateValidityPeriod;
  if (minted === undefined || ca.kind === 'described' || !ca.signing.can) {
    const until = isoTime(notAfter);
    const pem = ca.kind === 'found' ? ca.certificate.pem : undefined;
    return {
      artifact: artifact(record, spec, described(`${subjectWords(record, spec)}, valid until ${until}`, true), pem),
    };
  }
  const request = {
    subject: { commonName: record.userName(spec), organizations: record.organizations },
    usages: ['client'] as const,
    sans: { dns: [], ips: [] },
    // Client certificates begin with their CA, not with this run (kubeadm 1.36.3).
    notBefore: ca.certificate.notBefore,
    notAfter,
  };
  const text = buildKubeconfig({
    cluster: spec.cluster.clusterName,
    server: kubeconfigServer(record, spec),
    authority: ca.certificate.pem,
    user: record.userName(spec),
    credentials: {
      kind: 'certificate',
      certificate: issueLeaf(request, minted, { certificate: ca.certificate, key: ca.signing.key }),
      key: minted.privateKey.reveal(),
    },
  });
  return { artifact: artifact(record, spec, secretText(new Secret(text, record.fileName)), ca.certificate.pem) };
}

function artifact(record: KubeconfigRecord, spec: KubeconfigSpec, content: Content, authorityPem?: string): Artifact {
  return {
    what: `${record.fileName} kubeconfig`,
    files: [{ path: kubeconfigPath(record, spec), mode: 0o600, content }],
    sameWhen: 'kubeconfig',
    ...(authorityPem === undefined ? {} : { authority: authorityPem }),
    server: kubeconfigServer(record, spec),
    directoryMode: 0o755,
  };
}

function subjectWords(record: KubeconfigRecord, spec: KubeconfigSpec): string {
  const organizations = record.organizations.map((organization) => `O=${organization}, `);
  return `kubeconfig of ${record.userName(spec)} for ${kubeconfigServer(record, spec)}, client certificate ${organizations.join('')}CN=${record.userName(spec)}`;
}
