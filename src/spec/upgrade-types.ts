import type { NodeRegistration, Timeouts } from './types.ts';

/** What `upgrade apply` and `upgrade node` have in common. */
export interface UpgradeNodePart {
  readonly certificateRenewal: boolean;
  readonly etcdUpgrade: boolean;
  /** As written. */
  readonly ignorePreflightErrors: readonly string[];
  readonly patchesDirectory: string;
  readonly skipPhases: readonly string[];
  readonly imagePullPolicy: NodeRegistration['imagePullPolicy'];
  readonly imagePullSerial: boolean;
  /** undefined: not said, which is no; kubeadm writes a no that was said. */
  readonly dryRun: boolean | undefined;
}

/** What `upgrade apply` and `upgrade plan` have in common; undefined means not said. */
export interface UpgradeTargetPart {
  /** '': the newest there is. */
  readonly kubernetesVersion: string;
  readonly allowExperimentalUpgrades: boolean | undefined;
  readonly allowRCUpgrades: boolean | undefined;
  readonly printConfig: boolean | undefined;
}

/** What the sub-commands of `upgrade` need to know, static defaults filled. */
export interface UpgradeConfiguration {
  readonly apply: UpgradeTargetPart & UpgradeNodePart & { readonly forceUpgrade: boolean | undefined };
  readonly node: UpgradeNodePart;
  readonly plan: UpgradeTargetPart & Pick<UpgradeNodePart, 'dryRun' | 'etcdUpgrade' | 'ignorePreflightErrors'>;
  /** `contextLines` 0: as many as the command takes by itself. */
  readonly diff: { readonly kubernetesVersion: string; readonly contextLines: number };
  readonly timeouts: Timeouts;
}
