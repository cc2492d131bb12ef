import type { KubeObject } from '../plan/json.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { readerRole, roleBinding, user } from './rbac.ts';

const name = 'cluster-info';
const namespace = 'kube-public';
const readers = 'kubeadm:bootstrap-signer-clusterinfo';

/**
 * The kubeconfig that a joining node gets before it is trusted: where the cluster is and which CA it has. Its bytes
 * are what bootstrap tokens sign.
 * @param authorityData the CA's PEM in base64
 */
export function clusterInfoKubeconfig(server: string, authorityData: string): string {
  return toYaml({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'certificate-authority-data': authorityData, server }, name: '' }],
    contexts: null,
    'current-context': '',
    kind: 'Config',
    users: null,
  });
}

/**
 * The ConfigMap that joining nodes read without credentials, and the right to read it. Signatures that the controller
 * manager has added are left in place.
 */
export function clusterInfo(kubeconfigText: string): readonly ManifestObject[] {
  const map: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { kubeconfig: kubeconfigText },
  };
  return [
    map,
    readerRole(readers, namespace, { resource: 'configmaps', name }),
    roleBinding(readers, namespace, [user('system:anonymous')]),
  ].map(converge);
}
