import type { Host } from '../host/host.ts';
import { ApiError } from '../host/kube-api.ts';
import type { KubeObject } from '../plan/json.ts';
import type { RunningCluster } from '../spec/upgrade-spec.ts';
import { type Seen, type StoredWanted, tryUntil } from './stored-objects.ts';

/** What runs in a cluster, without what is stored about it. */
export type RunningVersions = Omit<RunningCluster, 'stored'>;

const apiServerLabels = 'component=kube-apiserver,tier=control-plane';

/**
 * Asks a cluster what runs in it: the version of the API server that answers, those of all API servers (image tags of their
 * mirror Pods, as kubeadm takes them) and of all kubelets. What cannot be told at once is asked for again.
 */
export async function observeRunningCluster(
  wanted: Omit<StoredWanted, 'components'>,
  host: Host,
): Promise<Seen<RunningVersions>> {
  return tryUntil(wanted, host, async () => {
    const api = await host.kube.connect(wanted.via);
    const [version, pods, nodes] = await Promise.all([
      api.raw('/version'),
      api.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system' }, { labels: apiServerLabels }),
      api.list({ apiVersion: 'v1', kind: 'Node' }),
    ]);
    return {
      apiServer: gitVersion(version),
      apiServers: new Map(pods.map((pod) => [nodeOf(pod), imageVersion(pod)])),
      kubelets: new Map(nodes.map((node) => [node.metadata.name, kubeletVersion(node)])),
    };
  });
}

function gitVersion({ status, body }: { readonly status: number; readonly body: string }): string {
  if (status !== 200) throw new ApiError(`the API server does not tell its version (status ${status})`, status, '');
  let told: { readonly gitVersion?: unknown };
  try {
    told = JSON.parse(body) as { readonly gitVersion?: unknown };
  } catch {
    told = {};
  }
  if (typeof told.gitVersion !== 'string') throw new ApiError('the API server does not tell its version', 500, '');
  return told.gitVersion;
}

function nodeOf(pod: KubeObject): string {
  return ((pod['spec'] ?? {}) as { readonly nodeName?: string }).nodeName ?? '';
}

/** `v1.36.3` of `registry.k8s.io/kube-apiserver:v1.36.3`, also when a digest follows; '' when it has no such tag. */
function imageVersion(pod: KubeObject): string {
  const { containers = [] } = (pod['spec'] ?? {}) as {
    readonly containers?: readonly { readonly name?: string; readonly image?: string }[];
  };
  const { image = '' } = containers.find(({ name }) => name === 'kube-apiserver') ?? {};
  return /:(v\d+\.\d+\.\d+[^@/:]*)(?:@|$)/.exec(image)?.[1] ?? '';
}

function kubeletVersion(node: KubeObject): string {
  const { nodeInfo = {} } = (node['status'] ?? {}) as { readonly nodeInfo?: { readonly kubeletVersion?: string } };
  return nodeInfo.kubeletVersion ?? '';
}
