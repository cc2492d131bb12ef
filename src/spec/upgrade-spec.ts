import { clusterWithDefaults } from './cluster-defaults.ts';
import { ports } from './paths.ts';
import type { ClusterConfiguration, InitSpec, RunOptions } from './types.ts';
import type { UpgradeConfiguration, UpgradeNodePart } from './upgrade-types.ts';

/** What runs in a cluster, as it was found. */
export interface RunningCluster {
  /** What the API server says it is: `v1.35.4`. */
  readonly apiServer: string;
  /** Versions of the API servers by node, from the image tags of their static Pods; '' for a tag that is no version. */
  readonly apiServers: ReadonlyMap<string, string>;
  /** Versions of the kubelets by node, as their Nodes tell. */
  readonly kubelets: ReadonlyMap<string, string>;
  /** The configuration as stored, with the version that it was stored with. */
  readonly stored: ClusterConfiguration;
}

/** What `upgrade apply` is told and `upgrade node` is not. */
export interface UpgradeTarget {
  /** As typed; '' in `upgrade node`, which takes the version that is stored. */
  readonly version: string;
  readonly allowExperimental: boolean;
  readonly allowRC: boolean;
  readonly force: boolean;
}

/**
 * What the phases of `upgrade apply` and `upgrade node` know: the stored configuration of the cluster with the version
 * that it is to have, so that everything that is made from an InitSpec is made from it too. Until a phase that reads
 * `cluster` has it resolved, `cluster`, `kubelet` and `kubeProxy` are only defaults, and `running` is undefined.
 */
export interface UpgradeSpec extends InitSpec {
  readonly target: UpgradeTarget;
  readonly etcdUpgrade: boolean;
  readonly certificateRenewal: boolean;
  /** This node has the manifest of an API server. */
  readonly controlPlane: boolean;
  readonly running: RunningCluster | undefined;
}

/** What `upgrade apply` or `upgrade node` knows before it looks. */
export function upgradeSpec(
  configuration: UpgradeConfiguration,
  command: 'apply' | 'node',
  options: RunOptions,
): UpgradeSpec {
  const part: UpgradeNodePart = configuration[command];
  const { kubernetesVersion, allowExperimentalUpgrades, allowRCUpgrades, forceUpgrade } = configuration.apply;
  const isApply = command === 'apply';
  return {
    cluster: clusterWithDefaults({}),
    bootstrapTokens: [],
    nodeRegistration: {
      name: '',
      criSocket: '',
      taints: null,
      kubeletExtraArgs: [],
      ignorePreflightErrors: part.ignorePreflightErrors.map((name) => name.toLowerCase()),
      imagePullPolicy: part.imagePullPolicy,
      imagePullSerial: part.imagePullSerial,
    },
    localAPIEndpoint: { advertiseAddress: '', bindPort: ports.apiServer },
    certificateKey: undefined,
    skipPhases: part.skipPhases,
    patchesDirectory: part.patchesDirectory,
    dryRun: part.dryRun ?? false,
    timeouts: configuration.timeouts,
    kubelet: { object: {}, userSupplied: false },
    kubeProxy: { object: {}, userSupplied: false },
    options,
    target: {
      version: isApply ? kubernetesVersion : '',
      allowExperimental: isApply && allowExperimentalUpgrades === true,
      allowRC: isApply && allowRCUpgrades === true,
      force: isApply && forceUpgrade === true,
    },
    etcdUpgrade: part.etcdUpgrade,
    certificateRenewal: part.certificateRenewal,
    controlPlane: false,
    running: undefined,
  };
}

/** Nodes whose API server is not yet of the version that the cluster is to have, but for this node; sorted. */
export function laggards({ running, cluster, nodeRegistration }: UpgradeSpec): readonly string[] {
  return [...(running?.apiServers ?? [])]
    .filter(([node, version]) => node !== nodeRegistration.name && version !== cluster.kubernetesVersion)
    .map(([node]) => node)
    .sort();
}
