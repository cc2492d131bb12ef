import { kubeconfigNamed } from '../../../pki/kubeconfig-list.ts';
import { kubeconfigLooks, kubeconfigMints, planKubeconfig } from '../../../pki/plan-kubeconfig.ts';
import type { Phase } from '../../../plan/phase.ts';
import type { JoinSpec } from '../../../spec/join-spec.ts';
import { planArtifact } from '../../plan-artifact.ts';
import { discoveryFlags } from '../discovery-flags.ts';

/** The kubelet gets its own from the TLS bootstrap; super-admin.conf stays with the first node (kubeadm 1.36.3). */
const records = (['admin', 'controller-manager', 'scheduler'] as const).map(kubeconfigNamed);

/** The kubeconfig files of a new control plane. */
export const kubeconfig: Phase<JoinSpec> = {
  name: 'kubeconfig',
  short: 'Make the kubeconfig files of a new control plane',
  flags: [...discoveryFlags, 'certificate-key', 'control-plane'],
  reads: ['node-name', 'advertise-address', 'cluster'],
  looks: (spec) => records.flatMap((record) => kubeconfigLooks(record, spec)),
  mints: (context) => records.flatMap((record) => kubeconfigMints(record, context)),
  steps: [
    (context) => {
      const plans = records.map((record) =>
        planArtifact(
          `control-plane-prepare/kubeconfig:${record.name}`,
          `make ${record.fileName}, ${record.longName}`,
          planKubeconfig(record, context),
        ),
      );
      return {
        effects: plans.flatMap(({ effects }) => effects),
        notes: plans.flatMap(({ notes }) => notes ?? []),
        refusals: plans.flatMap(({ refusals }) => refusals ?? []),
      };
    },
  ],
};
