import type { KubeObject } from '../plan/json.ts';
import { configHashAnnotations } from '../spec/config-hash.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { type KubeletSpec, kubeletConfiguration } from './kubelet-config.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { group, nodeBootstrapGroup, nodesGroup, readerRole, roleBinding } from './rbac.ts';

/** Name of the ConfigMap with the cluster's kubelet configuration. */
export const kubeletConfigMapName = 'kubelet-config';

const namespace = 'kube-system';
const readers = 'kubeadm:kubelet-config';

/** The cluster's kubelet configuration and the right of nodes to read it. */
export function kubeletConfigMap(spec: KubeletSpec): readonly ManifestObject[] {
  const data = { kubelet: toYaml(kubeletConfiguration(spec)) };
  const map: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: kubeletConfigMapName,
      namespace,
      ...configHashAnnotations(data, spec.kubelet.userSupplied),
    },
    data,
  };
  return [
    map,
    readerRole(readers, namespace, { resource: 'configmaps', name: kubeletConfigMapName }),
    roleBinding(readers, namespace, [group(nodesGroup), group(nodeBootstrapGroup)]),
  ].map(converge);
}
