import { addon } from '../phases/upgrade/addon.ts';
import { bootstrapToken } from '../phases/upgrade/bootstrap-token.ts';
import { controlPlane } from '../phases/upgrade/control-plane.ts';
import { kubeletConfig } from '../phases/upgrade/kubelet-config.ts';
import { postUpgrade } from '../phases/upgrade/post-upgrade.ts';
import { preflight } from '../phases/upgrade/preflight.ts';
import { uploadConfig } from '../phases/upgrade/upload-config.ts';
import type { Workflow } from '../plan/phase.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';

/** `upgrade apply`: the first control plane of a cluster gets a new version, and so does what is stored in the cluster. */
export const upgradeApply: Workflow<UpgradeSpec> = {
  command: 'upgrade apply',
  repeats: true,
  phases: [preflight, controlPlane, uploadConfig, kubeletConfig, bootstrapToken, addon, postUpgrade],
};
