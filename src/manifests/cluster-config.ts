import type { JsonObject, KubeObject } from '../plan/json.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { group, nodeBootstrapGroup, nodesGroup, readerRole, roleBinding } from './rbac.ts';

/** Name of the ConfigMap with the ClusterConfiguration. */
export const clusterConfigName = 'kubeadm-config';

const namespace = 'kube-system';
const readers = 'kubeadm:nodes-kubeadm-config';

/**
 * The stored configuration of the cluster and the right of nodes to read it.
 * @param clusterConfiguration the document as it is to be stored, component configurations taken out
 */
export function clusterConfig(clusterConfiguration: JsonObject): readonly ManifestObject[] {
  const map: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: clusterConfigName, namespace },
    data: { ClusterConfiguration: toYaml(clusterConfiguration) },
  };
  return [
    map,
    readerRole(readers, namespace, { resource: 'configmaps', name: clusterConfigName }),
    roleBinding(readers, namespace, [group(nodeBootstrapGroup), group(nodesGroup)]),
  ].map(converge);
}
