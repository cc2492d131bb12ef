import { etcdClientUrlsAnnotation } from '../plan/etcd-annotation.ts';
import type { EtcdAccessPaths } from '../plan/facts.ts';
import { type Etcd, EtcdError } from './etcd.ts';
import type { Host } from './host.ts';
import type { KubeApi } from './kube-api.ts';

/** A client of a cluster's stacked etcd, and where its members are reached. */
export interface ClusterEtcd {
  readonly etcd: Etcd;
  readonly endpoints: readonly string[];
}

/**
 * Client URLs of the stacked etcd, as its mirror Pods tell them (kubeadm: Pods of kube-system labelled component=etcd and
 * tier=control-plane). Empty when no such Pod is there.
 * @throws ApiError
 */
export async function etcdEndpoints(api: KubeApi): Promise<readonly string[]> {
  const pods = await api.list(
    { apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system' },
    { labels: 'component=etcd,tier=control-plane' },
  );
  const urls = pods.flatMap(({ metadata }) => (metadata.annotations?.[etcdClientUrlsAnnotation] ?? '').split(','));
  return [...new Set(urls.map((url) => url.trim()).filter((url) => url !== ''))];
}

/**
 * Asks the API server for the members of etcd and opens a client for them; whoever asked closes it.
 * @throws ApiError; EtcdError when no Pod tells an endpoint
 */
export async function connectClusterEtcd(
  host: Pick<Host, 'kube' | 'etcd'>,
  { via, caFile, certFile, keyFile }: EtcdAccessPaths,
): Promise<ClusterEtcd> {
  const endpoints = await etcdEndpoints(await host.kube.connect(via));
  if (endpoints.length === 0) {
    throw new EtcdError('no etcd Pod in kube-system tells where etcd is reached', 'unreachable', 'UNAVAILABLE');
  }
  return { etcd: host.etcd.connect({ endpoints, caFile, certFile, keyFile }), endpoints };
}
