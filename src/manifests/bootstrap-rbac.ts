import type { KubeObject } from '../plan/json.ts';
import type { ClusterConfiguration } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { clusterRole, clusterRoleBinding, group, nodeBootstrapGroup, nodesGroup, user } from './rbac.ts';

const getNodes = 'kubeadm:get-nodes';
const csrRoles = 'system:certificates.k8s.io:certificatesigningrequests';

/** What nodes need to join with a bootstrap token and to keep their certificates fresh, in kubeadm's order. */
export function bootstrapRbac(spec: { readonly cluster: ClusterConfiguration }): readonly ManifestObject[] {
  const joining = [group(nodeBootstrapGroup)];
  return [
    clusterRole(getNodes, [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]),
    clusterRoleBinding(getNodes, getNodes, joining),
    clusterRoleBinding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', joining),
    clusterRoleBinding('kubeadm:node-autoapprove-bootstrap', `${csrRoles}:nodeclient`, joining),
    clusterRoleBinding('kubeadm:node-autoapprove-certificate-rotation', `${csrRoles}:selfnodeclient`, [
      group(nodesGroup),
    ]),
    ...(minorFacts(spec.cluster.kubernetesVersion).kubeletClientBinding ? [kubeletClientBinding()] : []),
  ].map(converge);
}

/** Lets the API server into kubelets by name, as its client certificate no longer carries an organization. */
export function kubeletClientBinding(): KubeObject {
  return clusterRoleBinding('kubeadm:apiserver-kubelet-client', 'system:kubelet-api-admin', [
    user('kube-apiserver-kubelet-client'),
  ]);
}
