import { EffectError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Via } from '../plan/api-object.ts';
import type { Input } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { advertiseAddressAnnotation } from '../spec/annotations.ts';
import { splitEndpoint } from '../spec/endpoint.ts';
import { socketUrl } from '../spec/node-defaults.ts';
import { kubeletEnvFile, manifestPath } from '../spec/paths.ts';
import { storedComponent } from '../spec/stored-component.ts';
import { storedCluster } from '../spec/stored-configuration.ts';
import type { LocalAPIEndpoint } from '../spec/types.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';
import { detectCriSocket } from './cri-socket.ts';
import { resolveKubernetesVersion } from './kubernetes-version.ts';
import type { ResolvedInputs } from './resolve-inputs.ts';
import { observeRunningCluster } from './running-cluster.ts';
import { needStored } from './stored-configuration.ts';
import { observeApiEndpoint, observeNodeName, observeStoredNode } from './stored-node.ts';
import { observeStoredObjects, type Seen, type StoredObjects, type StoredWanted } from './stored-objects.ts';

type Resolved = Awaited<ReturnType<typeof resolveKubernetesVersion>>;

/**
 * What an upgrade takes from this machine: the name under which its kubelet is registered, whether it has an API server,
 * and for `upgrade apply` the version that was asked for. A label is looked up.
 * @throws ConfigError for a version that is none or is not served, EffectError on a machine that is no node
 */
export async function resolveUpgradeInputs(
  spec: UpgradeSpec,
  inputs: ReadonlySet<Input>,
  host: Host,
  previous: ResolvedInputs = {},
): Promise<{ readonly spec: UpgradeSpec; readonly resolved: ResolvedInputs; readonly warnings: Resolved['warnings'] }> {
  if (!inputs.has('cluster')) return { spec, resolved: {}, warnings: [] };
  const name = previous['node-name'] ?? needStored(await observeNodeName(host), spec.options.kubeconfig);
  const earlier = previous['kubernetes-version'];
  const { version, warnings } =
    earlier !== undefined
      ? { version: earlier, warnings: [] }
      : spec.target.version === ''
        ? { version: '', warnings: [] }
        : await resolveKubernetesVersion(spec.target.version, host);
  return {
    spec: {
      ...spec,
      controlPlane: await isControlPlane(host),
      nodeRegistration: { ...spec.nodeRegistration, name },
      target: { ...spec.target, version },
    },
    resolved: { 'node-name': name, ...(version !== '' && { 'kubernetes-version': version }) },
    warnings,
  };
}

/** Whether this node has a control plane; a run that was interrupted may have taken one manifest away. */
export async function isControlPlane({ files }: Pick<Host, 'files'>): Promise<boolean> {
  const names = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;
  const there = await Promise.all(names.map((name) => files.stat(manifestPath(name))));
  return there.some((stat) => stat !== undefined);
}

const keptName = 'upgrade-cluster';
/** A run that was interrupted knows the cluster already; it may have left the API server or its etcd at rest. */
const shortPatienceMs = 10_000;

/** What an upgrade learns of the cluster, as a run keeps it. */
interface Learnt {
  readonly stored: StoredObjects;
  readonly criSocket: string;
  readonly endpoint: LocalAPIEndpoint | undefined;
  readonly apiServer: string;
  readonly apiServers: readonly (readonly [string, string])[];
  readonly kubelets: readonly (readonly [string, string])[];
}

/** What is said on the way. */
export interface UpgradeNotices {
  readonly reading: () => void;
  readonly warn: (text: string) => void;
}

/**
 * Reads what the cluster has stored and what runs in it, and sets the version that it is to have.
 * @param known what an earlier try of the same run had kept; it counts only when nobody answers, since what is stored may
 *   have been corrected meanwhile
 * @throws EffectError when the cluster cannot be asked, ConfigError when what is stored cannot be understood
 */
export async function resolveUpgradeCluster(
  spec: UpgradeSpec,
  host: Host,
  signal: AbortSignal,
  known: ReadonlyMap<string, Secret>,
  { reading, warn }: UpgradeNotices,
): Promise<{ readonly spec: UpgradeSpec; readonly kept: ReadonlyMap<string, Secret> }> {
  const text = known.get(keptName);
  const earlier = text === undefined ? undefined : (JSON.parse(text.reveal()) as Learnt);
  const timeoutMs = earlier === undefined ? spec.timeouts.kubernetesAPICall : shortPatienceMs;
  const wanted = { via: { kubeconfig: spec.options.kubeconfig } satisfies Via, components: true, timeoutMs, signal };
  reading();
  const seen = await learn(spec, wanted, host, earlier);
  let learnt: Learnt;
  if (seen.state === 'unknown' && earlier !== undefined) {
    warn(`the cluster cannot be asked (${seen.why}); what it said when this run began is used`);
    learnt = earlier;
  } else learnt = needStored(seen, spec.options.kubeconfig);
  const kept = new Map([[keptName, new Secret(JSON.stringify(learnt), 'what the cluster has stored')]]);
  return { spec: withLearnt(spec, learnt, warn), kept };
}

async function learn(
  spec: UpgradeSpec,
  wanted: StoredWanted,
  host: Host,
  earlier: Learnt | undefined,
): Promise<Seen<Learnt>> {
  const { name } = spec.nodeRegistration;
  // A worker's identity may read what is stored for kubelets, and neither kube-proxy's nor other nodes'.
  const [stored, node, endpoint, running] = await Promise.all([
    observeStoredObjects({ ...wanted, kubeProxy: spec.controlPlane }, host),
    observeStoredNode(name, wanted, host),
    spec.controlPlane ? apiEndpoint(name, wanted, host, earlier) : undefined,
    spec.controlPlane ? observeRunningCluster(wanted, host) : undefined,
  ]);
  if (stored.state !== 'present') return stored;
  if (node.state !== 'present') return node;
  if (endpoint !== undefined && endpoint.state !== 'present') return endpoint;
  if (running !== undefined && running.state !== 'present') return running;
  return {
    state: 'present',
    value: {
      stored: stored.value,
      criSocket: node.value.criSocket || (await flaggedSocket(host)) || (await detectCriSocket(host)),
      endpoint: endpoint?.value,
      apiServer: running?.value.apiServer ?? '',
      apiServers: [...(running?.value.apiServers ?? [])],
      kubelets: [...(running?.value.kubelets ?? [])],
    },
  };
}

/** From the manifest here; the Pod in the cluster that mirrors it is away for a while whenever the manifest changes. */
async function apiEndpoint(
  name: string,
  wanted: StoredWanted,
  host: Host,
  earlier: Learnt | undefined,
): Promise<Seen<LocalAPIEndpoint>> {
  const manifest = (await host.files.read(manifestPath('kube-apiserver')).catch(() => undefined)) ?? '';
  const line = new RegExp(`^\\s*${advertiseAddressAnnotation}:\\s*["']?([^\\s"']+)`, 'm').exec(manifest)?.[1];
  const { host: advertiseAddress, port } = splitEndpoint(line ?? '');
  if (line !== undefined && port !== undefined)
    return { state: 'present', value: { advertiseAddress, bindPort: port } };
  if (earlier?.endpoint !== undefined) return { state: 'present', value: earlier.endpoint };
  return observeApiEndpoint(name, wanted, host);
}

/** Nodes of clusters that were made before the socket had a file of its own. */
async function flaggedSocket({ files }: Host): Promise<string> {
  const flags = (await files.read(kubeletEnvFile).catch(() => undefined)) ?? '';
  return socketUrl(/--container-runtime-endpoint[= ]([^\s"]+)/.exec(flags)?.[1] ?? '');
}

function withLearnt(spec: UpgradeSpec, learnt: Learnt, warn: UpgradeNotices['warn']): UpgradeSpec {
  const { cluster: text, kubelet, kubeProxy } = learnt.stored;
  const { cluster: known, document, warnings } = storedCluster(text, 'kube-system/kubeadm-config');
  // What is stored of gates is stored again, also of those that nobody knows any more (kubeadm 1.37.0).
  const written = (document['featureGates'] ?? {}) as { readonly [gate: string]: boolean | null };
  const featureGates = Object.fromEntries(Object.entries(written).map(([gate, value]) => [gate, value ?? false]));
  const cluster = { ...known, featureGates };
  for (const { path, message } of warnings) warn(`ConfigMap kube-system/kubeadm-config, ${path}: ${message}`);
  const kubernetesVersion = spec.target.version || cluster.kubernetesVersion;
  return {
    ...spec,
    cluster: { ...cluster, kubernetesVersion },
    nodeRegistration: { ...spec.nodeRegistration, criSocket: learnt.criSocket },
    localAPIEndpoint: learnt.endpoint ?? spec.localAPIEndpoint,
    kubelet: (kubelet && storedComponent(kubelet, 'kubelet')) ?? spec.kubelet,
    kubeProxy: (kubeProxy && storedComponent(kubeProxy, 'config.conf')) ?? spec.kubeProxy,
    running: spec.controlPlane
      ? {
          apiServer: learnt.apiServer,
          apiServers: new Map(learnt.apiServers),
          kubelets: new Map(learnt.kubelets),
          stored: cluster,
        }
      : undefined,
  };
}

/** Why an upgrade of the control plane cannot begin on this machine. */
export function needControlPlane(spec: UpgradeSpec): void {
  if (spec.controlPlane) return;
  throw new EffectError(
    `this node has no API server: there is no ${manifestPath('kube-apiserver')}`,
    {},
    { hint: 'give "upgrade apply" on a control plane, and "upgrade node" here afterwards' },
  );
}
