import type { ApiRef } from '../plan/api-object.ts';

/** How a kind is called in URLs. */
export interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

const namespaced = true;
const clusterWide = false;

/** The kinds we know without asking the server, by `apiVersion/kind`. */
const known: { readonly [kind: string]: Resource } = {
  'v1/ConfigMap': { plural: 'configmaps', namespaced },
  'v1/Endpoints': { plural: 'endpoints', namespaced },
  'v1/Event': { plural: 'events', namespaced },
  'v1/Namespace': { plural: 'namespaces', namespaced: clusterWide },
  'v1/Node': { plural: 'nodes', namespaced: clusterWide },
  'v1/Pod': { plural: 'pods', namespaced },
  'v1/Secret': { plural: 'secrets', namespaced },
  'v1/Service': { plural: 'services', namespaced },
  'v1/ServiceAccount': { plural: 'serviceaccounts', namespaced },
  'apps/v1/DaemonSet': { plural: 'daemonsets', namespaced },
  'apps/v1/Deployment': { plural: 'deployments', namespaced },
  'authentication.k8s.io/v1/SelfSubjectReview': { plural: 'selfsubjectreviews', namespaced: clusterWide },
  'authorization.k8s.io/v1/SelfSubjectAccessReview': { plural: 'selfsubjectaccessreviews', namespaced: clusterWide },
  'batch/v1/Job': { plural: 'jobs', namespaced },
  'certificates.k8s.io/v1/CertificateSigningRequest': {
    plural: 'certificatesigningrequests',
    namespaced: clusterWide,
  },
  'coordination.k8s.io/v1/Lease': { plural: 'leases', namespaced },
  'discovery.k8s.io/v1/EndpointSlice': { plural: 'endpointslices', namespaced },
  'rbac.authorization.k8s.io/v1/ClusterRole': { plural: 'clusterroles', namespaced: clusterWide },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': { plural: 'clusterrolebindings', namespaced: clusterWide },
  'rbac.authorization.k8s.io/v1/Role': { plural: 'roles', namespaced },
  'rbac.authorization.k8s.io/v1/RoleBinding': { plural: 'rolebindings', namespaced },
};

/** What we know of a kind; undefined means that discovery has to be asked. */
export function knownResource({ apiVersion, kind }: Pick<ApiRef, 'apiVersion' | 'kind'>): Resource | undefined {
  return known[`${apiVersion}/${kind}`];
}

/** Every kind of the table. */
export function knownKinds(): readonly Pick<ApiRef, 'apiVersion' | 'kind'>[] {
  return Object.keys(known).map((key) => {
    const at = key.lastIndexOf('/');
    return { apiVersion: key.slice(0, at), kind: key.slice(at + 1) };
  });
}

/** `/api/v1` or `/apis/<group>/<version>`. */
export function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of a collection; a namespaced kind without a namespace means all namespaces. */
export function collectionPath(apiVersion: string, resource: Resource, namespace?: string): string {
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${groupPath(apiVersion)}${scope}/${resource.plural}`;
}

/** Path of one object; a namespaced kind without a namespace lies in `default`. */
export function objectPath(ref: ApiRef, resource: Resource): string {
  return `${collectionPath(ref.apiVersion, resource, ref.namespace ?? 'default')}/${encodeURIComponent(ref.name)}`;
}
