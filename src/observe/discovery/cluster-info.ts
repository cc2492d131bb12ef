import { currentCluster, type Kubeconfig, type KubeconfigCluster, parseKubeconfig } from '../../pki/kubeconfig.ts';
import { type ApiAnswer, ask, type Line } from './ask.ts';
import { DiscoveryError } from './discovery-error.ts';

const path = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

/** The ConfigMap kube-public/cluster-info, with which a cluster introduces itself to machines that want to join. */
export interface ClusterInfo {
  /** Text of the kubeconfig. */
  readonly kubeconfig: string;
  /** Its signatures, by token id. */
  readonly signatures: ReadonlyMap<string, string>;
}

const prefix = 'jws-kubeconfig-';

/**
 * Asks for cluster-info.
 * @throws DiscoveryError; `cluster-info-forbidden` when the caller may not see it
 */
export async function askClusterInfo(line: Line, timeoutMs: number): Promise<ClusterInfo> {
  const answer = await ask(line, path, timeoutMs);
  const at = new URL(line.server.url).host;
  if (answer.status !== 200) throw withheld(answer, at);
  const data = (answer.body['data'] ?? {}) as { readonly [key: string]: string };
  const kubeconfig = data['kubeconfig'] ?? '';
  if (kubeconfig === '') {
    throw new DiscoveryError({
      obstacle: 'cluster-info-empty',
      message: `the ConfigMap kube-public/cluster-info at ${at} holds no kubeconfig`,
      hint: 'make it anew on a control plane: init phase bootstrap-token',
      passing: true,
    });
  }
  const signatures = Object.entries(data).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
  );
  return { kubeconfig, signatures: new Map(signatures) };
}

/**
 * The cluster that a kubeconfig for discovery names: that of its current context, else the one without a name
 * (cluster-info has no contexts).
 * @returns undefined when it names none, or one without a server
 */
export function clusterOf(config: Kubeconfig): KubeconfigCluster | undefined {
  const cluster = currentCluster(config).value ?? config.clusters.find(({ name }) => name === '');
  return cluster !== undefined && URL.canParse(cluster.server) ? cluster : undefined;
}

/**
 * The cluster in cluster-info.
 * @throws DiscoveryError when there is none to be found in it
 */
export function clusterIn({ kubeconfig }: ClusterInfo, at: string): KubeconfigCluster & { readonly authority: string } {
  const hint = 'make it anew on a control plane: init phase bootstrap-token';
  const config = parseKubeconfig(kubeconfig);
  if (config.value === undefined) {
    throw new DiscoveryError({
      obstacle: 'cluster-info-invalid',
      message: `the kubeconfig in kube-public/cluster-info at ${at} cannot be read: ${config.problem}`,
      hint,
      passing: false,
    });
  }
  const cluster = clusterOf(config.value);
  if (cluster?.authority !== undefined) return { ...cluster, authority: cluster.authority };
  throw new DiscoveryError({
    obstacle: 'cluster-info-without-cluster',
    message: `the kubeconfig in kube-public/cluster-info at ${at} names ${cluster === undefined ? 'no cluster with a server' : 'no CA'}`,
    hint,
    passing: false,
  });
}

function withheld({ status }: ApiAnswer, at: string): DiscoveryError {
  if (status === 404) {
    return new DiscoveryError({
      obstacle: 'cluster-info-missing',
      message: `the cluster at ${at} has no ConfigMap kube-public/cluster-info`,
      hint: 'was it made by kubeadm or tsadm? On a control plane "init phase bootstrap-token" makes it; or join with --discovery-file',
      passing: true,
    });
  }
  return new DiscoveryError({
    obstacle: 'cluster-info-forbidden',
    message: `the cluster at ${at} does not show kube-public/cluster-info to us (status ${status})`,
    hint: 'anonymous requests may be turned off (--anonymous-auth=false), or a role is missing; join with --discovery-file and a kubeconfig with credentials',
    passing: true,
  });
}
