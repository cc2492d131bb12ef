import { converge, type ManifestObject } from './manifest-object.ts';
import { clusterRoleBinding, group } from './rbac.ts';

/** Group that the certificate in admin.conf carries. */
export const clusterAdminsGroup = 'kubeadm:cluster-admins';

/** Makes admin.conf an administrator; unlike super-admin.conf its power can be taken away again. */
export function clusterAdminsBinding(): ManifestObject {
  return converge(clusterRoleBinding(clusterAdminsGroup, 'cluster-admin', [group(clusterAdminsGroup)]));
}
