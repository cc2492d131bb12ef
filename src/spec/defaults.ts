import { Secret } from '../plan/secret.ts';
import { normalAddress } from './addresses.ts';
import { clusterWithDefaults } from './cluster-defaults.ts';
import { nodeWithDefaults } from './node-defaults.ts';
import { adminKubeconfig, kubernetesDirectory, ports } from './paths.ts';
import type { WrittenCluster, WrittenInit } from './schema/v1beta4.ts';
import type { BootstrapToken, InitSpec, RunOptions, Timeouts } from './types.ts';

const minute = 60_000;

export const defaultTokenTtl = 24 * 60 * minute;
export const defaultTokenUsages: readonly string[] = ['signing', 'authentication'];
export const defaultTokenGroups: readonly string[] = ['system:bootstrappers:kubeadm:default-node-token'];

export const defaultTimeouts: Timeouts = {
  controlPlaneComponentHealthCheck: 4 * minute,
  kubeletHealthCheck: 4 * minute,
  kubernetesAPICall: minute,
  etcdAPICall: 2 * minute,
  tlsBootstrap: 5 * minute,
  discovery: 5 * minute,
  upgradeManifests: 5 * minute,
};

/** Options of a run without any flag. */
export function defaultOptions(program: string): RunOptions {
  return {
    kubeconfigDir: kubernetesDirectory,
    kubeconfig: adminKubeconfig,
    uploadCerts: false,
    skipTokenPrint: false,
    skipCertificateKeyPrint: false,
    printManifest: false,
    program,
  };
}

/**
 * Written documents with kubeadm's static defaults filled in (kubeadm-cli-config.md, 3.2 to 3.8). Nothing is judged
 * here; what depends on node or network stays ''.
 */
export function initSpec(
  init: WrittenInit,
  cluster: WrittenCluster,
  rest: Pick<InitSpec, 'kubelet' | 'kubeProxy' | 'options'>,
): InitSpec {
  return {
    cluster: clusterWithDefaults(cluster),
    bootstrapTokens: bootstrapTokens(init.bootstrapTokens),
    nodeRegistration: nodeWithDefaults(init.nodeRegistration),
    localAPIEndpoint: {
      advertiseAddress: normalAddress(init.localAPIEndpoint?.advertiseAddress ?? ''),
      bindPort: init.localAPIEndpoint?.bindPort || ports.apiServer,
    },
    certificateKey: init.certificateKey ? new Secret(init.certificateKey, 'certificate key') : undefined,
    skipPhases: init.skipPhases ?? [],
    patchesDirectory: init.patches?.directory ?? '',
    dryRun: init.dryRun ?? false,
    timeouts: timeoutsWithDefaults(init.timeouts),
    ...rest,
  };
}

function bootstrapTokens(written: WrittenInit['bootstrapTokens']): readonly BootstrapToken[] {
  const list = written?.length ? written : [null];
  return list.map((entry) => ({
    token: entry?.token ?? undefined,
    description: entry?.description ?? '',
    ttl: entry?.ttl ?? defaultTokenTtl,
    usages: entry?.usages?.length ? entry.usages : defaultTokenUsages,
    groups: entry?.groups?.length ? entry.groups : defaultTokenGroups,
  }));
}

/** Time-outs, absent ones filled. */
export function timeoutsWithDefaults(written: WrittenInit['timeouts']): Timeouts {
  const names = Object.keys(defaultTimeouts) as (keyof Timeouts)[];
  return Object.fromEntries(
    names.map((name) => [name, written?.[name] ?? defaultTimeouts[name]]),
  ) as unknown as Timeouts;
}
