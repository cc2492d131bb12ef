import { clusterAdminsBinding } from '../manifests/cluster-admins.ts';
import type { Effect } from '../plan/effect.ts';
import { localEndpoint } from '../spec/endpoint.ts';
import { adminKubeconfig, superAdminKubeconfig } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';

/**
 * How a phase of init talks to the cluster: the admin kubeconfig. From 1.37 on, and only with the default file, it
 * talks to this node's own endpoint although the file names the control-plane endpoint, so that a load balancer that
 * comes up late is no obstacle (kubeadm 1.37 does so in memory; the file is not changed).
 */
export function adminVia(
  spec: InitSpec,
  kubeconfig: string = spec.options.kubeconfig,
): { readonly kubeconfig: string; readonly server?: string } {
  const local =
    minorFacts(spec.cluster.kubernetesVersion).initUsesLocalEndpoint &&
    spec.options.kubeconfig === adminKubeconfig &&
    !['', '::'].includes(spec.localAPIEndpoint.advertiseAddress);
  return local ? { kubeconfig, server: localEndpoint(spec) } : { kubeconfig };
}

/**
 * Makes sure that admin.conf has rights, before a phase uses it. Only with the default kubeconfig: who names another
 * file has given it the rights (kubeadm 1.36.3).
 */
export function ensureClusterAdmins(phase: string, spec: InitSpec): readonly Effect[] {
  if (spec.options.kubeconfig !== adminKubeconfig) return [];
  return [
    {
      kind: 'call',
      id: `${phase}:cluster-admins`,
      why: 'give admin.conf the rights of a cluster administrator',
      operation: 'cluster-admins-ensure',
      input: {
        admin: { ...adminVia(spec) },
        superAdmin: { ...adminVia(spec, superAdminKubeconfig) },
        binding: clusterAdminsBinding().object,
      },
    },
  ];
}
