import type { Secret } from '../plan/secret.ts';
import { clusterWithDefaults } from './cluster-defaults.ts';
import type { Discovery, JoinConfiguration } from './join-types.ts';
import { ports } from './paths.ts';
import type { ClusterConfiguration, ComponentConfig, InitSpec, RunOptions } from './types.ts';

/** What discovery has found out and verified. */
export interface FoundCluster {
  /** URL of the API server. */
  readonly server: string;
  /** PEM text of the cluster's CA. */
  readonly authority: string;
  /** Kubeconfig with which the kubelet asks for its certificate, and `join` reads before there is one of its own. */
  readonly bootstrapKubeconfig: Secret;
}

/**
 * What the phases of `join` know: the JoinConfiguration in the place of the parts of an InitConfiguration that concern
 * the node, and the cluster's stored configuration for the rest, so that everything that is made from an InitSpec is made
 * from it too (kubeadm merges likewise). Until a phase that reads `cluster` has it resolved, `cluster` and `kubelet` are
 * only defaults, and `found` is undefined.
 */
export interface JoinSpec extends InitSpec {
  readonly discovery: Discovery;
  /** Where the CA of the cluster is put. */
  readonly caCertPath: string;
  /** False: a worker. Then localAPIEndpoint and certificateKey mean nothing. */
  readonly controlPlane: boolean;
  readonly found: FoundCluster | undefined;
}

/** What a cluster has stored, as far as a joining node needs it. */
export interface StoredConfiguration {
  readonly cluster: ClusterConfiguration;
  readonly kubelet: ComponentConfig;
}

/** A JoinConfiguration before the cluster has been asked. */
export function joinSpec(join: JoinConfiguration, options: RunOptions): JoinSpec {
  return {
    cluster: clusterWithDefaults({}),
    bootstrapTokens: [],
    nodeRegistration: join.nodeRegistration,
    localAPIEndpoint: join.controlPlane?.localAPIEndpoint ?? { advertiseAddress: '', bindPort: ports.apiServer },
    certificateKey: join.controlPlane?.certificateKey,
    skipPhases: join.skipPhases,
    patchesDirectory: join.patchesDirectory,
    dryRun: join.dryRun,
    timeouts: join.timeouts,
    kubelet: { object: {}, userSupplied: false },
    kubeProxy: { object: {}, userSupplied: false },
    options,
    discovery: join.discovery,
    caCertPath: join.caCertPath,
    controlPlane: join.controlPlane !== undefined,
    found: undefined,
  };
}

/** The same once the cluster has been asked. */
export function withCluster(spec: JoinSpec, found: FoundCluster, stored: StoredConfiguration): JoinSpec {
  return { ...spec, found, cluster: stored.cluster, kubelet: stored.kubelet };
}
