import type { JsonObject } from '../plan/json.ts';
import type { KeyAlgorithm } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import { normalAddress } from './addresses.ts';
import { defaultImageRepository } from './images.ts';
import {
  adminKubeconfig,
  defaultCertificatesDirectory,
  defaultEtcdDataDirectory,
  kubernetesDirectory,
  ports,
} from './paths.ts';
import type { WrittenCluster, WrittenInit } from './schema/v1beta4.ts';
import type {
  Arg,
  BootstrapToken,
  ClusterConfiguration,
  ControlPlaneComponent,
  EnvVar,
  Etcd,
  HostPathMount,
  InitSpec,
  NodeRegistration,
  RunOptions,
  Taint,
  Timeouts,
} from './types.ts';

/** What a written list of objects holds, an element each. */
type Item<T> = NonNullable<T> extends readonly (infer E)[] ? NonNullable<E> : never;

const minute = 60_000;
const hour = 60 * minute;

export const defaultKubernetesVersion = 'stable-1';
export const defaultTokenTtl = 24 * hour;
export const defaultTokenUsages: readonly string[] = ['signing', 'authentication'];
export const defaultTokenGroups: readonly string[] = ['system:bootstrappers:kubeadm:default-node-token'];
export const defaultCertificateValidity = 365 * 24 * hour;
export const defaultCaCertificateValidity = 3650 * 24 * hour;

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
    cluster: clusterConfiguration(cluster),
    bootstrapTokens: bootstrapTokens(init.bootstrapTokens),
    nodeRegistration: nodeRegistration(init.nodeRegistration),
    localAPIEndpoint: {
      advertiseAddress: normalAddress(init.localAPIEndpoint?.advertiseAddress ?? ''),
      bindPort: init.localAPIEndpoint?.bindPort || ports.apiServer,
    },
    certificateKey: init.certificateKey ? new Secret(init.certificateKey, 'certificate key') : undefined,
    skipPhases: init.skipPhases ?? [],
    patchesDirectory: init.patches?.directory ?? '',
    dryRun: init.dryRun ?? false,
    timeouts: timeouts(init.timeouts),
    ...rest,
  };
}

function clusterConfiguration(written: WrittenCluster): ClusterConfiguration {
  const featureGates = Object.fromEntries(
    Object.entries(written.featureGates ?? {}).map(([gate, value]) => [gate, value ?? false]),
  );
  return {
    kubernetesVersion: written.kubernetesVersion || defaultKubernetesVersion,
    controlPlaneEndpoint: written.controlPlaneEndpoint ?? '',
    clusterName: written.clusterName || 'kubernetes',
    certificatesDir: written.certificatesDir || defaultCertificatesDirectory,
    imageRepository: written.imageRepository || defaultImageRepository,
    ...(written.kubernetesVersion?.startsWith('ci/') && { ciImages: true as const }),
    featureGates,
    ...keyAlgorithm((written.encryptionAlgorithm || 'RSA-2048') as KeyAlgorithm, featureGates['PublicKeysECDSA']),
    certificateValidityPeriod: written.certificateValidityPeriod ?? defaultCertificateValidity,
    caCertificateValidityPeriod: written.caCertificateValidityPeriod ?? defaultCaCertificateValidity,
    networking: {
      serviceSubnet: written.networking?.serviceSubnet || '10.96.0.0/12',
      podSubnet: written.networking?.podSubnet ?? '',
      dnsDomain: written.networking?.dnsDomain || 'cluster.local',
    },
    etcd: etcd(written.etcd),
    apiServer: {
      ...component(written.apiServer),
      certSANs: (written.apiServer?.certSANs ?? []).map((name) => name.toLowerCase()),
    },
    controllerManager: component(written.controllerManager),
    scheduler: component(written.scheduler),
    dns: {
      imageRepository: written.dns?.imageRepository ?? '',
      imageTag: written.dns?.imageTag ?? '',
      disabled: written.dns?.disabled ?? false,
    },
    proxy: { disabled: written.proxy?.disabled ?? false },
  };
}

/** The gate PublicKeysECDSA, when given at all, wins over the field (kubeadm-cli-config.md, 6). */
function keyAlgorithm(
  field: KeyAlgorithm,
  ecdsa: boolean | undefined,
): Pick<ClusterConfiguration, 'encryptionAlgorithm' | 'storedEncryptionAlgorithm'> {
  if (ecdsa === undefined) return { encryptionAlgorithm: field };
  return { encryptionAlgorithm: ecdsa ? 'ECDSA-P256' : 'RSA-2048', storedEncryptionAlgorithm: field };
}

function etcd(written: WrittenCluster['etcd']): Etcd {
  const external = written?.external;
  if (external) {
    const endpoints = external.endpoints ?? [];
    return {
      external: {
        endpoints,
        httpEndpoints: external.httpEndpoints?.length ? external.httpEndpoints : endpoints,
        caFile: external.caFile ?? '',
        certFile: external.certFile ?? '',
        keyFile: external.keyFile ?? '',
      },
    };
  }
  const local = written?.local;
  return {
    local: {
      imageRepository: local?.imageRepository ?? '',
      imageTag: local?.imageTag ?? '',
      dataDir: local?.dataDir || defaultEtcdDataDirectory,
      extraArgs: args(local?.extraArgs),
      extraEnvs: envs(local?.extraEnvs),
      serverCertSANs: local?.serverCertSANs ?? [],
      peerCertSANs: local?.peerCertSANs ?? [],
    },
  };
}

function component(written: WrittenCluster['scheduler']): ControlPlaneComponent {
  return {
    extraArgs: args(written?.extraArgs),
    extraVolumes: volumes(written?.extraVolumes),
    extraEnvs: envs(written?.extraEnvs),
  };
}

function args(list: NonNullable<WrittenCluster['scheduler']>['extraArgs']): readonly Arg[] {
  return (list ?? []).map((arg) => ({ name: arg?.name ?? '', value: arg?.value ?? '' }));
}

function volumes(list: NonNullable<WrittenCluster['scheduler']>['extraVolumes']): readonly HostPathMount[] {
  return (list ?? []).map((volume) => ({
    name: volume?.name ?? '',
    hostPath: volume?.hostPath ?? '',
    mountPath: volume?.mountPath ?? '',
    readOnly: volume?.readOnly ?? false,
    pathType: volume?.pathType ?? '',
  }));
}

function envs(list: NonNullable<WrittenCluster['scheduler']>['extraEnvs']): readonly EnvVar[] {
  return (list ?? []).map((env) => {
    const name = env?.name ?? '';
    return {
      name,
      ...(env?.value && { value: new Secret(env.value, `value of ${name}`) }),
      ...(env?.valueFrom && { valueFrom: valueFrom(env.valueFrom) }),
    };
  });
}

/** Absent members are left out; API version and divisor are always there, as kubeadm writes them. */
function valueFrom(
  written: NonNullable<Item<NonNullable<WrittenCluster['scheduler']>['extraEnvs']>['valueFrom']>,
): JsonObject {
  const result = withoutNulls(written) as { [key: string]: JsonObject };
  const { fieldRef, resourceFieldRef } = result;
  return {
    ...result,
    ...(fieldRef && { fieldRef: { ...fieldRef, apiVersion: fieldRef['apiVersion'] || 'v1' } }),
    ...(resourceFieldRef && {
      resourceFieldRef: { ...resourceFieldRef, divisor: `${resourceFieldRef['divisor'] ?? 0}` },
    }),
  };
}

function withoutNulls(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, typeof item === 'object' ? withoutNulls(item as object) : item]),
  );
}

function nodeRegistration(written: WrittenInit['nodeRegistration']): NodeRegistration {
  const socket = written?.criSocket ?? '';
  return {
    name: (written?.name ?? '').trim().toLowerCase(),
    criSocket: socketUrl(socket),
    taints: written?.taints?.map(taint) ?? null,
    kubeletExtraArgs: args(written?.kubeletExtraArgs),
    ignorePreflightErrors: sortedUnique((written?.ignorePreflightErrors ?? []).map((name) => name.toLowerCase())),
    imagePullPolicy: (written?.imagePullPolicy || 'IfNotPresent') as NodeRegistration['imagePullPolicy'],
    imagePullSerial: written?.imagePullSerial ?? true,
  };
}

/** kubeadm puts `unix://` in front of everything that does not begin with `unix:`. */
function socketUrl(socket: string): string {
  if (socket === '' || socket.startsWith('unix://')) return socket;
  return `unix://${socket.replace(/^unix:/, '')}`;
}

function taint(written: Item<NonNullable<WrittenInit['nodeRegistration']>['taints']> | null): Taint {
  return {
    key: written?.key ?? '',
    ...(written?.value && { value: written.value }),
    effect: written?.effect ?? '',
    ...(written?.timeAdded && { timeAdded: written.timeAdded }),
  };
}

function sortedUnique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
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

function timeouts(written: WrittenInit['timeouts']): Timeouts {
  const names = Object.keys(defaultTimeouts) as (keyof Timeouts)[];
  return Object.fromEntries(
    names.map((name) => [name, written?.[name] ?? defaultTimeouts[name]]),
  ) as unknown as Timeouts;
}
