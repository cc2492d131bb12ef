import type { KubeObject } from '../../plan/json.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { type Check, problem } from './check.ts';

const name = 'ControlPlaneNodesReady';
const labels = 'node-role.kubernetes.io/control-plane';

/** Every control-plane Node is Ready: while one is replaced, the others carry the cluster. */
export function controlPlaneNodesReady({ options }: UpgradeSpec): Check {
  return {
    name,
    async look({ host }) {
      const api = await host.kube.connect({ kubeconfig: options.kubeconfig });
      const nodes = await api.list({ apiVersion: 'v1', kind: 'Node' }, { labels });
      const unready = nodes.filter((node) => !isReady(node)).map((node) => node.metadata.name);
      if (unready.length === 0) return [];
      return [
        problem(name, `control-plane nodes are not Ready: ${unready.join(', ')}`, {
          hint: `see why: kubectl describe node ${unready[0]}`,
        }),
      ];
    },
  };
}

function isReady(node: KubeObject): boolean {
  const { conditions = [] } = (node['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
