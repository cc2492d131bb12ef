import type { ClusterConfiguration, NodeRegistration } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';

const gate = 'NodeLocalCRISocket';

/**
 * Whether a node keeps the socket of its container runtime in a file of its own. Its gate can be turned off as
 * long as it is there, GA or not (kubeadm 1.36.3); then the socket is a flag of the kubelet and an annotation of the
 * Node.
 */
export function usesInstanceConfig(cluster: ClusterConfiguration): boolean {
  const known = minorFacts(cluster.kubernetesVersion).featureGates[gate];
  if (known === undefined) return true;
  return cluster.featureGates[gate] ?? known.default;
}

/** Text of the file with the node's own kubelet settings. */
export function instanceConfigText(spec: { readonly nodeRegistration: Pick<NodeRegistration, 'criSocket'> }): string {
  return `containerRuntimeEndpoint: ${JSON.stringify(spec.nodeRegistration.criSocket)}\n`;
}
