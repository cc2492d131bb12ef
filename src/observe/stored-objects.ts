import type { Host } from '../host/host.ts';
import { ApiError } from '../host/kube-api.ts';
import type { ApiRef, Via } from '../plan/api-object.ts';
import type { KubeObject } from '../plan/json.ts';

/** What of a cluster's stored configuration is wanted. */
export interface StoredWanted {
  readonly via: Via;
  /** Also the configurations of kubelet and kube-proxy. */
  readonly components: boolean;
  /** False: that of kube-proxy not, which the identity of a worker may not read. */
  readonly kubeProxy?: boolean;
  /** How long a server that does not answer, or answers with a failure, is asked again; milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Why something in the cluster could not be looked at. */
export type Obstacle = 'no-kubeconfig' | 'forbidden' | 'unreachable' | 'failed';

/** What was seen of something in the cluster. Unknown is never taken as absent. */
export type Seen<T> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent'; readonly why: string }
  | { readonly state: 'unknown'; readonly obstacle: Obstacle; readonly why: string };

/** The stored configuration as objects. */
export interface StoredObjects {
  /** Text of the ClusterConfiguration. */
  readonly cluster: string;
  /** undefined when not asked for. */
  readonly kubelet?: KubeObject;
  /** undefined when not asked for, or when the cluster has no kube-proxy. */
  readonly kubeProxy?: KubeObject;
}

const namespace = 'kube-system';
/** Between two tries. */
const intervalMs = 250;

/**
 * Reads what kubeadm stores in a cluster: the ConfigMap kubeadm-config and, when asked for, kubelet-config and kube-proxy.
 * A missing kube-proxy is no obstacle, since its addon may have been skipped (kubeadm 1.36.3).
 */
export async function observeStoredObjects(wanted: StoredWanted, host: Host): Promise<Seen<StoredObjects>> {
  const look = (name: string): Promise<Seen<KubeObject>> => readObject(configMap(name), wanted, host);
  const [cluster, kubelet, kubeProxy] = await Promise.all([
    look('kubeadm-config'),
    wanted.components ? look('kubelet-config') : undefined,
    wanted.components && wanted.kubeProxy !== false ? look('kube-proxy') : undefined,
  ]);
  if (cluster.state !== 'present') return cluster;
  if (kubelet !== undefined && kubelet.state !== 'present') return kubelet;
  if (kubeProxy?.state === 'unknown') return kubeProxy;
  const text = (cluster.value['data'] as { readonly [key: string]: string } | undefined)?.['ClusterConfiguration'];
  if (text === undefined) {
    return { state: 'absent', why: `the ConfigMap ${namespace}/kubeadm-config holds no ClusterConfiguration` };
  }
  return {
    state: 'present',
    value: {
      cluster: text,
      ...(kubelet && { kubelet: kubelet.value }),
      ...(kubeProxy?.state === 'present' && { kubeProxy: kubeProxy.value }),
    },
  };
}

function configMap(name: string): ApiRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
}

/** One object, present, absent or unknown. */
export async function readObject(
  ref: ApiRef,
  wanted: Omit<StoredWanted, 'components'>,
  host: Host,
): Promise<Seen<KubeObject>> {
  const found = await tryUntil(wanted, host, async () => (await host.kube.connect(wanted.via)).get(ref));
  if (found.state !== 'present') return found;
  const where = ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
  return found.value === undefined
    ? { state: 'absent', why: `the cluster has no ${ref.kind} ${where}` }
    : { state: 'present', value: found.value };
}

/**
 * Asks until there is an answer or the time is over. What time cannot heal ends it at once: an unusable kubeconfig, an
 * identity that may not look.
 */
export async function tryUntil<T>(
  { timeoutMs, signal }: Pick<StoredWanted, 'timeoutMs' | 'signal'>,
  { clock }: Pick<Host, 'clock'>,
  attempt: () => Promise<T>,
): Promise<Seen<T>> {
  const startedAt = clock.monotonic();
  for (;;) {
    try {
      return { state: 'present', value: await attempt() };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const obstacle = obstacleOf(error);
      const final = obstacle === 'no-kubeconfig' || obstacle === 'forbidden';
      if (final || clock.monotonic() - startedAt + intervalMs > timeoutMs) {
        return { state: 'unknown', obstacle, why: error.message };
      }
      await clock.sleep(intervalMs, signal);
    }
  }
}

function obstacleOf({ status, reason }: ApiError): Obstacle {
  if (reason === 'NoKubeconfig') return 'no-kubeconfig';
  if (status === 401 || status === 403) return 'forbidden';
  return status === 0 ? 'unreachable' : 'failed';
}
