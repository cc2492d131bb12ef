import { usesInstanceConfig } from '../manifests/kubelet-instance-config.ts';
import type { Effect } from '../plan/effect.ts';
import type { JsonObject } from '../plan/json.ts';
import { criSocketAnnotation } from '../spec/annotations.ts';
import type { ClusterConfiguration, NodeRegistration } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';

/**
 * The socket of the container runtime on the Node object, for `reset` and `upgrade`, where the node keeps no file with
 * it: kubeadm 1.35 with the gate NodeLocalCRISocket off. 1.36 still knows the gate and annotates no more.
 */
export function runtimeSocketAnnotation(
  phase: string,
  spec: {
    readonly cluster: ClusterConfiguration;
    readonly nodeRegistration: Pick<NodeRegistration, 'name' | 'criSocket'>;
  },
  via: JsonObject,
): readonly Effect[] {
  const { name, criSocket } = spec.nodeRegistration;
  if (usesInstanceConfig(spec.cluster)) return [];
  if (!minorFacts(spec.cluster.kubernetesVersion).annotatesCriSocket) return [];
  return [
    {
      kind: 'call',
      id: `${phase}:runtime-socket`,
      why: `keep the runtime socket of node ${name} with its Node object`,
      operation: 'node-mark',
      input: { via, node: name, labels: {}, taints: [], annotations: { [criSocketAnnotation]: criSocket } },
    },
  ];
}
