import { addon } from '../phases/upgrade/addon.ts';
import { controlPlane } from '../phases/upgrade/control-plane.ts';
import { kubeletConfig } from '../phases/upgrade/kubelet-config.ts';
import { postUpgrade } from '../phases/upgrade/post-upgrade.ts';
import { nodePreflight } from '../phases/upgrade/preflight.ts';
import type { Workflow } from '../plan/phase.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';

/** `upgrade node`: a node, control plane or worker, follows the version that is stored in its cluster. */
export const upgradeNode: Workflow<UpgradeSpec> = {
  command: 'upgrade node',
  repeats: true,
  phases: [nodePreflight, controlPlane, kubeletConfig, addon, postUpgrade],
};
