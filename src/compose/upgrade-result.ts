import type { UpgradeResult } from '../schemas/upgrade-result.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';
import { upgradeLeft } from './upgrade-left.ts';

/** What a whole `upgrade apply` or `upgrade node` has to tell a program. */
export function upgradeReport(spec: UpgradeSpec): UpgradeResult {
  const { controlPlanes, workers, kubelets } = upgradeLeft(spec);
  return {
    node: spec.nodeRegistration.name,
    role: spec.controlPlane ? 'control-plane' : 'worker',
    kubernetesVersion: spec.cluster.kubernetesVersion,
    left: { controlPlanes: [...controlPlanes], workers: [...workers], kubelets: [...kubelets] },
  };
}
