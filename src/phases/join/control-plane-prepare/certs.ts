import {
  type CertificateRecord,
  certificateNamed,
  certificatePaths,
  certificates,
  isSkipped,
} from '../../../pki/cert-list.ts';
import { certificateLooks, certificateMints, planCertificate } from '../../../pki/plan-certificate.ts';
import { fileFact, type Look } from '../../../plan/facts.ts';
import type { Phase, PhaseContext, Plan } from '../../../plan/phase.ts';
import type { JoinSpec } from '../../../spec/join-spec.ts';
import { planArtifact } from '../../plan-artifact.ts';
import { discoveryFlags } from '../discovery-flags.ts';

const phase = 'control-plane-prepare/certs';

/** What a joining node makes for itself; the CAs and the service account keys are the cluster's. */
function leaves(spec: JoinSpec): readonly CertificateRecord[] {
  return certificates.filter((record) => record.ca !== undefined && !isSkipped(record, spec));
}

/** Files of the cluster without which nothing can be signed or verified. Keys of CAs may be kept elsewhere. */
function sharedPaths(spec: JoinSpec): readonly string[] {
  const authorities = (['ca', 'front-proxy-ca', 'etcd-ca'] as const)
    .map(certificateNamed)
    .filter((record) => !isSkipped(record, spec))
    .map((record) => certificatePaths(record, spec).certificate);
  const { certificatesDir } = spec.cluster;
  return [...authorities, `${certificatesDir}/sa.key`, `${certificatesDir}/sa.pub`];
}

function missing({ spec, facts }: PhaseContext<JoinSpec>): readonly string[] {
  const lacking = sharedPaths(spec).filter((path) => !['present', 'predicted'].includes(fileFact(facts, path).state));
  if (lacking.length === 0) return [];
  return [
    `files that all control planes share are missing: ${lacking.join(', ')}. Give --certificate-key with a key from 'init phase upload-certs --upload-certs' on a control plane, or copy the files from there`,
  ];
}

function plan(context: PhaseContext<JoinSpec>): Plan {
  const refusals = missing(context);
  if (refusals.length > 0) return { effects: [], refusals };
  const plans = leaves(context.spec).map((record) =>
    planArtifact(`${phase}:${record.name}`, `make the ${record.longName}`, planCertificate(record, context)),
  );
  return {
    effects: plans.flatMap(({ effects }) => effects),
    notes: [
      { level: 'info', text: `Using certificateDir folder "${context.spec.cluster.certificatesDir}"` },
      ...plans.flatMap(({ notes }) => notes ?? []),
    ],
    refusals: plans.flatMap(({ refusals: found }) => found ?? []),
  };
}

/** Certificates of this node, signed by the CAs of the cluster. */
export const certs: Phase<JoinSpec> = {
  name: 'certs',
  short: 'Make the certificates of a new control plane',
  flags: [...discoveryFlags, 'apiserver-advertise-address', 'control-plane', 'node-name'],
  reads: ['node-name', 'advertise-address', 'cluster'],
  looks: (spec) => [
    ...leaves(spec).flatMap((record) => certificateLooks(record, spec)),
    ...sharedPaths(spec).map((path): Look => ({ kind: 'file', path })),
  ],
  mints: (context) => leaves(context.spec).flatMap((record) => certificateMints(record, context)),
  steps: [plan],
};
