import type { JsonObject, KubeObject } from '../plan/json.ts';

/** Group of nodes that join with a bootstrap token. */
export const nodeBootstrapGroup = 'system:bootstrappers:kubeadm:default-node-token';
/** Group of nodes that are members. */
export const nodesGroup = 'system:nodes';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

/** Who gets a role. The API server fills in the API group. */
export interface Subject extends JsonObject {
  readonly kind: 'Group' | 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** A group as subject. */
export function group(name: string): Subject {
  return { kind: 'Group', name };
}

/** A user as subject. */
export function user(name: string): Subject {
  return { kind: 'User', name };
}

/** A service account as subject. */
export function serviceAccountSubject(name: string, namespace: string): Subject {
  return { kind: 'ServiceAccount', name, namespace };
}

/** The service account itself. */
export function serviceAccount(name: string, namespace: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

/** A role of the whole cluster. */
export function clusterRole(name: string, rules: readonly JsonObject[]): KubeObject {
  return { apiVersion, kind: 'ClusterRole', metadata: { name }, rules };
}

/** Gives a ClusterRole to subjects. */
export function clusterRoleBinding(name: string, role: string, subjects: readonly Subject[]): KubeObject {
  return {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subjects,
  };
}

/** A role of a namespace that lets read one named object. */
export function readerRole(
  name: string,
  namespace: string,
  target: { readonly resource: 'configmaps' | 'secrets'; readonly name: string },
): KubeObject {
  return {
    apiVersion,
    kind: 'Role',
    metadata: { name, namespace },
    rules: [{ apiGroups: [''], resources: [target.resource], resourceNames: [target.name], verbs: ['get'] }],
  };
}

/** Gives the Role of the same name to subjects. */
export function roleBinding(name: string, namespace: string, subjects: readonly Subject[]): KubeObject {
  return {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup, kind: 'Role', name },
    subjects,
  };
}
