import type { Host } from '../../host/host.ts';
import { ApiError } from '../../host/kube-api.ts';
import { currentCluster, parseKubeconfig } from '../../pki/kubeconfig.ts';
import type { KubeObject } from '../../plan/json.ts';
import { adminKubeconfig, kubernetesDirectory } from '../../spec/paths.ts';

/** What the API server tells, asked as the admin of this node or as its kubelet. */
export interface ClusterSight {
  readonly server?: string;
  readonly version?: string;
  readonly nodes?: readonly { readonly name: string; readonly version: string; readonly ready: boolean }[];
  /** Why it tells nothing, or not all. */
  readonly problem?: string;
}

const kubeletKubeconfig = `${kubernetesDirectory}/kubelet.conf`;
const patienceMs = 2000;

export async function observeCluster(host: Host): Promise<ClusterSight> {
  for (const kubeconfig of [adminKubeconfig, kubeletKubeconfig]) {
    const text = await host.files.read(kubeconfig).catch(() => undefined);
    if (text === undefined) continue;
    const parsed = parseKubeconfig(text);
    const server = parsed.problem === undefined ? currentCluster(parsed.value).value?.server : undefined;
    return { ...(server === undefined ? {} : { server }), ...(await ask(kubeconfig, host)) };
  }
  return { problem: `there is neither ${adminKubeconfig} nor ${kubeletKubeconfig}` };
}

async function ask(kubeconfig: string, host: Host): Promise<Omit<ClusterSight, 'server'>> {
  try {
    const api = await host.kube.connect({ kubeconfig });
    const answer = await api.raw('/version', { timeoutMs: patienceMs });
    if (answer.status !== 200) return { problem: `it answers ${answer.status} to /version` };
    const { gitVersion } = JSON.parse(answer.body) as { readonly gitVersion: string };
    try {
      return { version: gitVersion, nodes: (await api.list({ apiVersion: 'v1', kind: 'Node' })).map(nodeOf) };
    } catch (error) {
      // A kubelet may read its own Node only; that is no fault.
      const forbidden = error instanceof ApiError && error.status === 403;
      return { version: gitVersion, ...(forbidden ? {} : { problem: messageOf(error) }) };
    }
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

interface NodeFields {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly nodeInfo?: { readonly kubeletVersion?: string };
}

function nodeOf(node: KubeObject): NonNullable<ClusterSight['nodes']>[number] {
  const { conditions = [], nodeInfo = {} } = (node['status'] ?? {}) as NodeFields;
  return {
    name: node.metadata.name,
    version: nodeInfo.kubeletVersion ?? '',
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
