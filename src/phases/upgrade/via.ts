import type { Via } from '../../plan/api-object.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';

/** How an upgrade talks to the cluster: as the kubeconfig says that was given. */
export function upgradeVia({ options }: Pick<UpgradeSpec, 'options'>): Via {
  return { kubeconfig: options.kubeconfig };
}
