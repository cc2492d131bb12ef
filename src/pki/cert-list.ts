import { minorFacts } from '../spec/versions.ts';
import type { PkiSpec } from './pki-spec.ts';
import { apiServerNames, etcdPeerNames, etcdServerNames, type SubjectNames } from './sans.ts';

/** The certificate authorities of a cluster. */
export type AuthorityName = 'ca' | 'front-proxy-ca' | 'etcd-ca';

/** Every certificate of a cluster, by the name kubeadm's commands give it. */
export type CertificateName =
  | AuthorityName
  | 'apiserver'
  | 'apiserver-kubelet-client'
  | 'front-proxy-client'
  | 'etcd-server'
  | 'etcd-peer'
  | 'etcd-healthcheck-client'
  | 'apiserver-etcd-client';

/** What a leaf certificate may be used for: RFC 5280 extended key usages serverAuth and clientAuth. */
export type Usage = 'server' | 'client';

/** One certificate of a cluster, as data; what depends on the specification is a function of it. */
export interface CertificateRecord {
  /** As in `init phase certs <name>`. */
  readonly name: CertificateName;
  /** File name without `.crt` and `.key`, below the certificates folder. */
  readonly baseName: string;
  /** Its signer; undefined for a CA, which signs itself. */
  readonly ca: AuthorityName | undefined;
  /** What it is for, as a clause for help and lists. */
  readonly longName: string;
  /** Belongs to stacked etcd: neither made nor needed when etcd is external. */
  readonly etcd: boolean;
  readonly usages: readonly Usage[];
  readonly commonName: (spec: PkiSpec) => string;
  readonly organizations: (spec: PkiSpec) => readonly string[];
  readonly sans: (spec: PkiSpec) => SubjectNames;
}

const none: readonly string[] = [];
const noNames: SubjectNames = { dns: none, ips: none };

/** The record of a CA. Go's clients look at SANs only, so that kubeadm repeats the common name there. */
function authorityRecord(
  name: AuthorityName,
  record: { readonly baseName: string; readonly longName: string; readonly commonName: string; readonly etcd: boolean },
): CertificateRecord & { readonly name: AuthorityName; readonly ca: undefined } {
  return {
    name,
    baseName: record.baseName,
    ca: undefined,
    longName: record.longName,
    etcd: record.etcd,
    usages: [],
    commonName: () => record.commonName,
    organizations: () => none,
    sans: () => ({ dns: [record.commonName], ips: none }),
  };
}

/** The ten certificates in the order in which kubeadm 1.36.3 makes them (`init phase certs all`). */
export const certificates: readonly CertificateRecord[] = [
  authorityRecord('ca', {
    baseName: 'ca',
    longName: 'Kubernetes CA that signs the identities of all other components',
    commonName: 'kubernetes',
    etcd: false,
  }),
  {
    name: 'apiserver',
    baseName: 'apiserver',
    ca: 'ca',
    longName: 'certificate the API server shows to its clients',
    etcd: false,
    usages: ['server'],
    commonName: () => 'kube-apiserver',
    organizations: () => none,
    sans: apiServerNames,
  },
  {
    name: 'apiserver-kubelet-client',
    baseName: 'apiserver-kubelet-client',
    ca: 'ca',
    longName: 'certificate the API server shows to kubelets',
    etcd: false,
    usages: ['client'],
    commonName: () => 'kube-apiserver-kubelet-client',
    organizations: (spec) => {
      const organization = minorFacts(spec.cluster.kubernetesVersion).kubeletClientOrganization;
      return organization === undefined ? none : [organization];
    },
    sans: () => noNames,
  },
  authorityRecord('front-proxy-ca', {
    baseName: 'front-proxy-ca',
    longName: 'front-proxy CA for the identity under which the API server calls extension servers',
    commonName: 'front-proxy-ca',
    etcd: false,
  }),
  {
    name: 'front-proxy-client',
    baseName: 'front-proxy-client',
    ca: 'front-proxy-ca',
    longName: 'certificate the API server shows to extension servers',
    etcd: false,
    usages: ['client'],
    commonName: () => 'front-proxy-client',
    organizations: () => none,
    sans: () => noNames,
  },
  authorityRecord('etcd-ca', {
    baseName: 'etcd/ca',
    longName: 'etcd CA for the identities of etcd members and of their clients',
    commonName: 'etcd-ca',
    etcd: true,
  }),
  {
    name: 'etcd-server',
    baseName: 'etcd/server',
    ca: 'etcd-ca',
    longName: 'certificate etcd shows to its clients',
    etcd: true,
    // etcd's gRPC gateway calls its own server with the serving certificate (etcd issue 9785), hence also client.
    usages: ['server', 'client'],
    commonName: (spec) => spec.nodeRegistration.name,
    organizations: () => none,
    sans: etcdServerNames,
  },
  {
    name: 'etcd-peer',
    baseName: 'etcd/peer',
    ca: 'etcd-ca',
    longName: 'certificate etcd members show to each other',
    etcd: true,
    usages: ['server', 'client'],
    commonName: (spec) => spec.nodeRegistration.name,
    organizations: () => none,
    sans: etcdPeerNames,
  },
  {
    name: 'etcd-healthcheck-client',
    baseName: 'etcd/healthcheck-client',
    ca: 'etcd-ca',
    longName: 'certificate with which the health of etcd is asked',
    etcd: true,
    usages: ['client'],
    commonName: () => 'kube-etcd-healthcheck-client',
    organizations: () => none,
    sans: () => noNames,
  },
  {
    name: 'apiserver-etcd-client',
    baseName: 'apiserver-etcd-client',
    ca: 'etcd-ca',
    longName: 'certificate the API server shows to etcd',
    etcd: true,
    usages: ['client'],
    commonName: () => 'kube-apiserver-etcd-client',
    organizations: () => none,
    sans: () => noNames,
  },
];

/** The record of a certificate. */
export function certificateNamed(name: CertificateName): CertificateRecord {
  const record = certificates.find((candidate) => candidate.name === name);
  if (record === undefined) throw new Error(`no certificate is called ${name}`);
  return record;
}

/** Where a certificate and its key lie. */
export interface PairPaths {
  readonly key: string;
  readonly certificate: string;
}

/** Paths of a certificate and its key below the certificates folder of a specification. */
export function certificatePaths(record: CertificateRecord, spec: Pick<PkiSpec, 'cluster'>): PairPaths {
  const base = `${spec.cluster.certificatesDir}/${record.baseName}`;
  return { key: `${base}.key`, certificate: `${base}.crt` };
}

/** Whether kubeadm leaves a certificate alone because etcd is somebody else's. */
export function isSkipped(record: CertificateRecord, spec: Pick<PkiSpec, 'cluster'>): boolean {
  return record.etcd && spec.cluster.etcd.external !== undefined;
}
