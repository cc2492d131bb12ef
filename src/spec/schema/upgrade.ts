import type * as z from 'zod';
import { flag, int32, optional, struct, text, texts } from './fields.ts';
import { patches, timeouts } from './v1beta4.ts';

/** UpgradeConfiguration of kubeadm.k8s.io/v1beta4 (kubeadm-cli-config.md, 3.7): a part for each sub-command. */

/** What `upgrade apply` and `upgrade node` have in common. */
const nodePart = {
  certificateRenewal: flag,
  dryRun: flag,
  etcdUpgrade: flag,
  ignorePreflightErrors: texts,
  patches: optional(patches),
  skipPhases: texts,
  imagePullPolicy: text,
  imagePullSerial: flag,
};

/** What `upgrade apply` and `upgrade plan` have in common. */
const targetPart = {
  kubernetesVersion: text,
  allowExperimentalUpgrades: flag,
  allowRCUpgrades: flag,
  printConfig: flag,
};

export const upgradeConfiguration = struct({
  apiVersion: text,
  kind: text,
  apply: optional(struct({ ...targetPart, ...nodePart, forceUpgrade: flag })),
  node: optional(struct(nodePart)),
  plan: optional(struct({ ...targetPart, dryRun: flag, etcdUpgrade: flag, ignorePreflightErrors: texts })),
  diff: optional(struct({ kubernetesVersion: text, contextLines: int32 })),
  timeouts: optional(timeouts),
});

/** An UpgradeConfiguration as written, types checked. */
export type WrittenUpgrade = z.output<typeof upgradeConfiguration>;
