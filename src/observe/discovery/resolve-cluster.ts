import { ConfigError } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Via } from '../../plan/api-object.ts';
import type { KubeObject } from '../../plan/json.ts';
import { Secret } from '../../plan/secret.ts';
import { type FoundCluster, type JoinSpec, withCluster } from '../../spec/join-spec.ts';
import { storedComponent } from '../../spec/stored-component.ts';
import { storedCluster } from '../../spec/stored-configuration.ts';
import { findMinorFacts, servedMinors } from '../../spec/versions.ts';
import { discover } from './discover.ts';
import { DiscoveryError } from './discovery-error.ts';
import { readStoredTexts, type StoredTexts } from './stored-texts.ts';

/** Who asks, and who hears of it. */
export interface ClusterRequest {
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Name under which the clients then know what discovery found. */
  readonly via: Via;
  /** What an earlier try of the same run had kept; it wins, also when a token has expired since. */
  readonly known: ReadonlyMap<string, Secret>;
  /** Something stands in the way, and is waited for. */
  readonly waiting: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Discovery is over, and the configuration is read. */
  readonly reading: () => void;
}

const keptName = 'cluster';

interface Kept {
  readonly server: string;
  readonly authority: string;
  readonly bootstrapKubeconfig: string;
  readonly stored: StoredTexts;
}

/**
 * Finds the cluster and reads what it has stored, for phases of `join` that read `cluster`.
 * @returns `kept`: what a later try of the run is to be given as `known`
 * @throws DiscoveryError, ConfigError for a configuration that cannot be read, Aborted on a signal
 */
export async function resolveCluster(
  spec: JoinSpec,
  request: ClusterRequest,
): Promise<{ readonly spec: JoinSpec; readonly kept: ReadonlyMap<string, Secret> }> {
  const { host, via, known } = request;
  const before = known.get(keptName);
  if (before !== undefined) {
    const kept = JSON.parse(before.reveal()) as Kept;
    const found = { ...kept, bootstrapKubeconfig: new Secret(kept.bootstrapKubeconfig, 'bootstrap kubeconfig') };
    host.kube.know(via.kubeconfig, found.bootstrapKubeconfig);
    return { spec: completed(spec, found, kept.stored, request), kept: known };
  }
  const asking = {
    clock: host.clock,
    signal: request.signal,
    waiting: (error: DiscoveryError) => request.waiting(error.message),
  };
  const { discovery, kubernetesAPICall } = spec.timeouts;
  const { found, warnings } = await discover(spec.discovery, { ...asking, timeoutMs: discovery }, host);
  for (const text of warnings) request.warn(text);
  request.reading();
  const stored = await readStoredTexts(found, via.kubeconfig, { ...asking, timeoutMs: kubernetesAPICall }, host);
  const resolved = completed(spec, found, stored, request);
  const { server, authority, bootstrapKubeconfig } = found;
  const kept: Kept = { server, authority, bootstrapKubeconfig: bootstrapKubeconfig.reveal(), stored };
  return { spec: resolved, kept: new Map([[keptName, new Secret(JSON.stringify(kept), 'what the cluster told')]]) };
}

function completed(
  spec: JoinSpec,
  { server, authority, bootstrapKubeconfig }: FoundCluster,
  stored: StoredTexts,
  { warn }: ClusterRequest,
): JoinSpec {
  const { cluster, warnings } = storedCluster(
    textOf(stored.cluster, 'ClusterConfiguration'),
    'kube-system/kubeadm-config',
  );
  for (const { path, message } of warnings) warn(`kube-system/kubeadm-config: ${path}: ${message}`);
  if (findMinorFacts(cluster.kubernetesVersion) === undefined) {
    throw new ConfigError('the cluster is of a version that is not served', [
      {
        path: 'kubernetesVersion',
        file: 'kube-system/kubeadm-config',
        message: `nodes can be joined to clusters of ${servedMinors.oldest} to ${servedMinors.newest}`,
        found: cluster.kubernetesVersion,
        hint: 'join with the release of this program, or of kubeadm, that belongs to the cluster',
      },
    ]);
  }
  const kubelet = storedComponent(stored.kubelet, 'kubelet');
  if (kubelet === undefined) throw missing('kubelet-config', 'kubelet');
  return withCluster(spec, { server, authority, bootstrapKubeconfig }, { cluster, kubelet });
}

function textOf(map: KubeObject, key: string): string {
  const text = (map['data'] as { readonly [key: string]: string } | undefined)?.[key];
  if (text === undefined) throw missing(map.metadata.name, key);
  return text;
}

function missing(map: string, key: string): DiscoveryError {
  const part = map === 'kubeadm-config' ? 'kubeadm' : 'kubelet';
  return new DiscoveryError({
    obstacle: 'configuration-invalid',
    message: `the ConfigMap kube-system/${map} has no ${key}`,
    hint: `on a control plane: init phase upload-config ${part} --config <file>`,
    passing: false,
  });
}
