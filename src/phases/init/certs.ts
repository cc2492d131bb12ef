import { type CertificateRecord, certificates } from '../../pki/cert-list.ts';
import { certificateLooks, certificateMints, planCertificate } from '../../pki/plan-certificate.ts';
import { planServiceAccount, serviceAccountLooks, serviceAccountMints } from '../../pki/plan-service-account.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { planArtifact } from '../plan-artifact.ts';

const everyFlag = ['cert-dir', 'config', 'dry-run', 'kubernetes-version'];
const apiServerFlags = [
  ...everyFlag,
  'apiserver-advertise-address',
  'apiserver-cert-extra-sans',
  'control-plane-endpoint',
  'service-cidr',
  'service-dns-domain',
];

/** Certificates that name this node; the others can be made anywhere. */
function reads(record: CertificateRecord): Phase<InitSpec>['reads'] {
  switch (record.name) {
    case 'apiserver':
    case 'etcd-server':
    case 'etcd-peer':
      return ['node-name', 'advertise-address'];
    // Its organization depends on the version.
    case 'apiserver-kubelet-client':
      return ['kubernetes-version'];
    default:
      return [];
  }
}

function certificatePhase(record: CertificateRecord): Phase<InitSpec> {
  return {
    name: record.name,
    short: `Make the ${record.longName}`,
    long: `Makes the ${record.longName}, saved as ${record.baseName}.crt and ${record.baseName}.key. Files that are there already are kept.`,
    flags: record.name === 'apiserver' ? apiServerFlags : everyFlag,
    reads: reads(record) ?? [],
    looks: (spec) => certificateLooks(record, spec),
    mints: (context) => certificateMints(record, context),
    steps: [
      (context) =>
        planArtifact(`certs/${record.name}`, `make the ${record.longName}`, planCertificate(record, context)),
    ],
  };
}

const serviceAccount: Phase<InitSpec> = {
  name: 'sa',
  short: 'Make the key pair that signs service account tokens',
  long: 'Makes the private key that signs service account tokens and its public key, saved as sa.key and sa.pub. A private key that is there already is kept.',
  flags: everyFlag,
  looks: serviceAccountLooks,
  mints: serviceAccountMints,
  steps: [
    (context) => planArtifact('certs/sa', 'make the key pair of service account tokens', planServiceAccount(context)),
  ],
};

/** The PKI of the cluster: one child a certificate, in the order of the list, and the service account key. */
export const certs: Phase<InitSpec> = {
  name: 'certs',
  short: 'Make the certificates of the cluster',
  all: { short: 'Make all certificates', flags: apiServerFlags },
  children: [...certificates.map(certificatePhase), serviceAccount],
};
