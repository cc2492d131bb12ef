import semver from 'semver';
import { laggards, type UpgradeSpec } from '../spec/upgrade-spec.ts';

/** What is left of an upgrade of the cluster when one node has had it; names of Nodes, sorted. */
export interface UpgradeLeft {
  /** Control planes whose API server is of another version: `upgrade node` there. */
  readonly controlPlanes: readonly string[];
  /** Nodes with nothing but an older kubelet: `upgrade node` there. */
  readonly workers: readonly string[];
  /** Nodes that want no more than the new kubelet, which packages bring; this node first. */
  readonly kubelets: readonly string[];
}

/** What is left after a node was upgraded. Where the cluster was not asked, only this node's kubelet is known to be. */
export function upgradeLeft(spec: UpgradeSpec): UpgradeLeft {
  const { cluster, nodeRegistration, running } = spec;
  const own = nodeRegistration.name;
  const controlPlanes = laggards(spec);
  const behind = [...(running?.kubelets ?? [])]
    .filter(([, kubelet]) => isOlder(kubelet, cluster.kubernetesVersion))
    .map(([node]) => node)
    .sort();
  const hasApiServer = (node: string): boolean => running?.apiServers.has(node) === true;
  const others = behind.filter((node) => node !== own);
  return {
    controlPlanes,
    workers: others.filter((node) => !hasApiServer(node)),
    kubelets: [
      ...(running === undefined || behind.includes(own) ? [own] : []),
      ...others.filter((node) => hasApiServer(node) && !controlPlanes.includes(node)),
    ],
  };
}

function isOlder(kubelet: string, version: string): boolean {
  return semver.valid(kubelet) !== null && semver.lt(kubelet, version);
}
