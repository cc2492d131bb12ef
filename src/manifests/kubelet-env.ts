import type { NodeFacts } from '../plan/facts.ts';
import type { ClusterConfiguration, NodeRegistration } from '../spec/types.ts';
import { argsOf, mergeArgs } from './args.ts';
import { usesInstanceConfig } from './kubelet-instance-config.ts';
import { taintText } from './node-labels.ts';

/** What the kubelet's flags depend on. */
export interface KubeletEnvSpec {
  readonly cluster: ClusterConfiguration;
  readonly nodeRegistration: Pick<NodeRegistration, 'name' | 'criSocket' | 'taints' | 'kubeletExtraArgs'>;
}

/**
 * Text of the file with flags for the kubelet's unit.
 * @param node `registerWithTaints`: the kubelet itself sets the taints, as on a joining worker; control planes are
 *   tainted later, through the API
 */
export function kubeletEnvText(
  spec: KubeletEnvSpec,
  node: Pick<NodeFacts, 'hostName'>,
  { registerWithTaints = false }: { readonly registerWithTaints?: boolean } = {},
): string {
  const { name, criSocket, taints, kubeletExtraArgs } = spec.nodeRegistration;
  const taintList = registerWithTaints ? (taints ?? []).map(taintText).join(',') : '';
  const ours = argsOf({
    'container-runtime-endpoint': usesInstanceConfig(spec.cluster) ? undefined : criSocket,
    'register-with-taints': taintList || undefined,
    'hostname-override': name === node.hostName.trim().toLowerCase() ? undefined : name,
  });
  return `KUBELET_KUBEADM_ARGS="${mergeArgs(ours, kubeletExtraArgs).join(' ')}"\n`;
}
