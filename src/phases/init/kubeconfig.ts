import { type KubeconfigRecord, kubeconfigs } from '../../pki/kubeconfig-list.ts';
import { kubeconfigLooks, kubeconfigMints, planKubeconfig } from '../../pki/plan-kubeconfig.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { planArtifact } from '../plan-artifact.ts';

const everyFlag = [
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'cert-dir',
  'config',
  'control-plane-endpoint',
  'dry-run',
  'kubeconfig-dir',
  'kubernetes-version',
];

function kubeconfigPhase(record: KubeconfigRecord): Phase<InitSpec> {
  return {
    name: record.name,
    short: `Make ${record.fileName}, ${record.longName}`,
    flags: record.name === 'kubelet' ? [...everyFlag, 'node-name'] : everyFlag,
    reads: record.name === 'kubelet' ? ['node-name', 'advertise-address'] : ['advertise-address'],
    looks: (spec) => kubeconfigLooks(record, spec),
    mints: (context) => kubeconfigMints(record, context),
    steps: [
      (context) =>
        planArtifact(
          `kubeconfig/${record.name}`,
          `make ${record.fileName}, ${record.longName}`,
          planKubeconfig(record, context),
        ),
    ],
  };
}

/** The kubeconfig files of the control plane and its administrators. */
export const kubeconfig: Phase<InitSpec> = {
  name: 'kubeconfig',
  short: 'Make the kubeconfig files of the control plane and of its administrators',
  all: { short: 'Make all kubeconfig files', flags: [...everyFlag, 'node-name'] },
  children: kubeconfigs.map(kubeconfigPhase),
};
