import { certificates } from '../../pki/cert-list.ts';
import { kubeconfigs } from '../../pki/kubeconfig-list.ts';
import {
  certificateRequest,
  kubeconfigRequest,
  planRequest,
  type RequestRecord,
  requestLooks,
  requestMint,
} from '../../pki/plan-request.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';

/** Every leaf certificate, those of etcd also when etcd is external (kubeadm), and every kubeconfig. */
function requests(spec: InitSpec): readonly RequestRecord[] {
  return [
    ...certificates.filter(({ ca }) => ca !== undefined).map((record) => certificateRequest(record, spec)),
    ...kubeconfigs.map((record) => kubeconfigRequest(record, spec)),
  ];
}

/** Makes keys and certificate signing requests for an authority whose key is elsewhere. Nothing is overwritten. */
export const generateCsr: Phase<InitSpec> = {
  name: 'generate-csr',
  short: 'Make keys and certificate signing requests',
  // The organization of one certificate depends on the version.
  reads: ['node-name', 'advertise-address', 'kubernetes-version'],
  looks: (spec) => requests(spec).flatMap(requestLooks),
  mints: ({ spec }) => requests(spec).map((record) => requestMint(record, spec.cluster.encryptionAlgorithm)),
  steps: [
    (context) => {
      const planned = requests(context.spec).map((record) => planRequest(record, context));
      return {
        effects: planned
          .flatMap(({ artifacts }) => artifacts)
          .map((artifact) => ({
            kind: 'write',
            id: `generate-csr:write:${artifact.files[0]!.path}`,
            why: `make the ${artifact.what}`,
            artifact,
          })),
        refusals: planned.flatMap(({ refusals }) => refusals),
      };
    },
  ],
};
