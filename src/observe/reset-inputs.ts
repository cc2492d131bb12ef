import type { Host } from '../host/host.ts';
import type { Input } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { isRootless } from '../spec/feature-gates.ts';
import { socketUrl } from '../spec/node-defaults.ts';
import { kubeletEnvFile } from '../spec/paths.ts';
import type { ResetSpec } from '../spec/reset-spec.ts';
import { storedCluster } from '../spec/stored-configuration.ts';
import { detectCriSocket } from './cri-socket.ts';
import type { ResolvedInputs } from './resolve-inputs.ts';
import { instanceSocket } from './stored-node.ts';
import { observeStoredObjects } from './stored-objects.ts';

/**
 * The runtime's socket: the one given, else the one that the kubelet of this node was told of, else the one that answers.
 * @throws ConfigError when several answer and nothing tells which
 */
export async function resolveResetInputs(
  spec: ResetSpec,
  inputs: ReadonlySet<Input>,
  host: Host,
  previous: ResolvedInputs = {},
): Promise<{ readonly spec: ResetSpec; readonly resolved: ResolvedInputs; readonly warnings: readonly [] }> {
  if (!inputs.has('cri-socket')) return { spec, resolved: {}, warnings: [] };
  const criSocket =
    previous['cri-socket'] ?? (spec.criSocket || (await kubeletSocket(host)) || (await detectCriSocket(host)));
  return { spec: { ...spec, criSocket }, resolved: { 'cri-socket': criSocket }, warnings: [] };
}

async function kubeletSocket(host: Host): Promise<string> {
  const flags = (await host.files.read(kubeletEnvFile).catch(() => undefined)) ?? '';
  const flag = /--container-runtime-endpoint[= ]([^\s"]+)/.exec(flags)?.[1];
  return socketUrl((await instanceSocket(host)) || (flag ?? ''));
}

/** So long kubeadm tries to read the configuration of the cluster when it resets (1.36.3). */
const patienceMs = 350;
const keptName = 'reset-cluster';

/** What resetting needs to know of the cluster; a later try of the same run has no kubeconfig to ask with any more. */
type KnownCluster = Pick<ResetSpec, 'etcd' | 'certificatesDir' | 'rootless'>;

/** What is said on the way. */
export interface ResetNotices {
  readonly reading: () => void;
  readonly warn: (text: string) => void;
}

/**
 * Asks the cluster whether its etcd is external, where its certificates lie, and whether its control plane has users. A cluster that cannot be asked is no
 * obstacle (kubeadm): what then is not known stays `unknown`.
 * @param known what an earlier try of the same run had kept
 */
export async function resolveResetCluster(
  spec: ResetSpec,
  host: Host,
  signal: AbortSignal,
  known: ReadonlyMap<string, Secret>,
  { reading, warn }: ResetNotices,
): Promise<{ readonly spec: ResetSpec; readonly kept: ReadonlyMap<string, Secret> }> {
  const earlier = known.get(keptName);
  const found =
    earlier === undefined
      ? await askCluster(spec, host, signal, { reading, warn })
      : (JSON.parse(earlier.reveal()) as KnownCluster);
  const kept = new Map([[keptName, new Secret(JSON.stringify(found), 'what the cluster said')]]);
  return { spec: { ...spec, ...found }, kept };
}

async function askCluster(
  spec: ResetSpec,
  host: Host,
  signal: AbortSignal,
  { reading, warn }: ResetNotices,
): Promise<KnownCluster> {
  const { kubeconfig } = spec.options;
  const nothing: KnownCluster = { etcd: 'unknown', certificatesDir: spec.certificatesDir, rootless: false };
  const said = 'the configuration of the cluster cannot be read, and what this machine tells is used';
  // Workers have none, nor has a machine that was reset half-way: nothing to wonder at (kubeadm).
  if ((await host.files.stat(kubeconfig)) === undefined) return nothing;
  reading();
  const seen = await observeStoredObjects(
    { via: { kubeconfig }, components: false, timeoutMs: patienceMs, signal },
    host,
  );
  if (seen.state !== 'present') {
    warn(`${said}: ${seen.why}`);
    return nothing;
  }
  try {
    const { cluster } = storedCluster(seen.value.cluster, 'kube-system/kubeadm-config');
    return {
      etcd: cluster.etcd.local === undefined ? 'external' : 'local',
      certificatesDir: spec.certificatesDirGiven ? spec.certificatesDir : cluster.certificatesDir,
      rootless: isRootless(cluster),
    };
  } catch (error) {
    warn(`${said}: ${error instanceof Error ? error.message : String(error)}`);
    return nothing;
  }
}
