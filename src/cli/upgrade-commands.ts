import type { Workflow } from '../plan/phase.ts';
import { upgradeApplyFlags, upgradeNodeFlags } from './flags.ts';
import type { WorkflowCommand } from './workflow-commands.ts';

/** Where the flags of `upgrade apply` and `upgrade node` go in the UpgradeConfiguration. */
function bindingsOf(part: 'apply' | 'node'): { readonly [flag: string]: string } {
  return {
    'certificate-renewal': `UpgradeConfiguration.${part}.certificateRenewal`,
    'etcd-upgrade': `UpgradeConfiguration.${part}.etcdUpgrade`,
    patches: `UpgradeConfiguration.${part}.patches.directory`,
  };
}

/** The commands below `upgrade` that have phases. */
export const upgradeCommands: readonly WorkflowCommand[] = [
  {
    name: 'upgrade apply',
    summary: 'Upgrade the first control plane of a cluster, and what the cluster has stored, to a version',
    flags: upgradeApplyFlags,
    // Every phase takes it, as kubeadm's do: without a version it is an error (1.36.3).
    argument: { name: 'version', with: 'config' },
    bindings: {
      ...bindingsOf('apply'),
      force: 'UpgradeConfiguration.apply.forceUpgrade',
      version: 'UpgradeConfiguration.apply.kubernetesVersion',
    },
    load: async () => (await import('../workflows/upgrade-apply.ts')).upgradeApply as unknown as Workflow<never>,
  },
  {
    name: 'upgrade node',
    summary: 'Upgrade a further control plane or a worker to the version of its cluster',
    flags: upgradeNodeFlags,
    bindings: bindingsOf('node'),
    load: async () => (await import('../workflows/upgrade-node.ts')).upgradeNode as unknown as Workflow<never>,
  },
];
