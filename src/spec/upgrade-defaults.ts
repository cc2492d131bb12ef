import { timeoutsWithDefaults } from './defaults.ts';
import type { WrittenUpgrade } from './schema/upgrade.ts';
import type { UpgradeConfiguration, UpgradeNodePart, UpgradeTargetPart } from './upgrade-types.ts';

/** An UpgradeConfiguration with kubeadm's static defaults (kubeadm-cli-config.md, 3.7). */
export function upgradeWithDefaults(written: WrittenUpgrade): UpgradeConfiguration {
  const { apply, node, plan, diff } = written;
  return {
    apply: { ...targetPart(apply), ...nodePart(apply), forceUpgrade: apply?.forceUpgrade ?? undefined },
    node: nodePart(node),
    plan: {
      ...targetPart(plan),
      dryRun: plan?.dryRun ?? undefined,
      etcdUpgrade: plan?.etcdUpgrade ?? true,
      ignorePreflightErrors: plan?.ignorePreflightErrors ?? [],
    },
    diff: { kubernetesVersion: diff?.kubernetesVersion ?? '', contextLines: diff?.contextLines ?? 0 },
    timeouts: timeoutsWithDefaults(written.timeouts),
  };
}

function targetPart(written: WrittenUpgrade['plan']): UpgradeTargetPart {
  return {
    kubernetesVersion: written?.kubernetesVersion ?? '',
    allowExperimentalUpgrades: written?.allowExperimentalUpgrades ?? undefined,
    allowRCUpgrades: written?.allowRCUpgrades ?? undefined,
    printConfig: written?.printConfig ?? undefined,
  };
}

function nodePart(written: WrittenUpgrade['node']): UpgradeNodePart {
  return {
    certificateRenewal: written?.certificateRenewal ?? true,
    etcdUpgrade: written?.etcdUpgrade ?? true,
    ignorePreflightErrors: written?.ignorePreflightErrors ?? [],
    patchesDirectory: written?.patches?.directory ?? '',
    skipPhases: written?.skipPhases ?? [],
    imagePullPolicy: (written?.imagePullPolicy || 'IfNotPresent') as UpgradeNodePart['imagePullPolicy'],
    imagePullSerial: written?.imagePullSerial ?? true,
    dryRun: written?.dryRun ?? undefined,
  };
}
