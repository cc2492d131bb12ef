import { needControlPlane, resolveUpgradeCluster, resolveUpgradeInputs } from '../observe/upgrade-inputs.ts';
import { defaultOptions } from '../spec/defaults.ts';
import { type UpgradeSpec, upgradeSpec } from '../spec/upgrade-spec.ts';
import type { UpgradeConfiguration } from '../spec/upgrade-types.ts';
import type { CommandInput } from './command.ts';

/** What a command that only looks at an upgrade knows of the cluster. */
export interface UpgradeCluster {
  readonly spec: UpgradeSpec;
  /** What is said on the way, without the name of the command. */
  readonly lines: readonly string[];
}

/**
 * Reads the cluster whose control plane this node is part of.
 * @param kubernetesVersion what the cluster is to have; '' for the version that it has stored
 * @throws ConfigError for a version that is none or is not served, EffectError when the cluster cannot be asked
 */
export async function upgradeCluster(
  configuration: UpgradeConfiguration,
  kubernetesVersion: string,
  { invocation, host, warn }: CommandInput,
): Promise<UpgradeCluster> {
  const kubeconfig = invocation.flags['kubeconfig'] as string | undefined;
  const options = { ...defaultOptions(invocation.program), ...(kubeconfig !== undefined && { kubeconfig }) };
  const apply = { ...configuration.apply, kubernetesVersion };
  const unresolved = upgradeSpec({ ...configuration, apply }, 'apply', options);
  const found = await resolveUpgradeInputs(unresolved, new Set(['cluster']), host);
  for (const issue of found.warnings) warn(issue);
  needControlPlane(found.spec);
  const lines: string[] = [];
  const { spec } = await resolveUpgradeCluster(found.spec, host, new AbortController().signal, new Map(), {
    reading: () =>
      lines.push('Reading the cluster configuration from ConfigMap "kubeadm-config" in namespace "kube-system"'),
    warn: (message) => warn({ message }),
  });
  return { spec, lines };
}
