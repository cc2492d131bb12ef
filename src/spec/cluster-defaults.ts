import type { KeyAlgorithm } from '../plan/phase.ts';
import { argsWithDefaults, componentWithDefaults, envsWithDefaults } from './component-defaults.ts';
import { defaultImageRepository } from './images.ts';
import { defaultCertificatesDirectory, defaultEtcdDataDirectory } from './paths.ts';
import type { WrittenCluster } from './schema/v1beta4.ts';
import type { ClusterConfiguration, Etcd } from './types.ts';

const year = 365 * 24 * 3_600_000;

export const defaultKubernetesVersion = 'stable-1';
export const defaultCertificateValidity = year;
export const defaultCaCertificateValidity = 10 * year;

/** A ClusterConfiguration with kubeadm's static defaults (kubeadm-cli-config.md, 3.3); the version may stay a label. */
export function clusterWithDefaults(written: WrittenCluster): ClusterConfiguration {
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
      ...componentWithDefaults(written.apiServer),
      certSANs: (written.apiServer?.certSANs ?? []).map((name) => name.toLowerCase()),
    },
    controllerManager: componentWithDefaults(written.controllerManager),
    scheduler: componentWithDefaults(written.scheduler),
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
      extraArgs: argsWithDefaults(local?.extraArgs),
      extraEnvs: envsWithDefaults(local?.extraEnvs),
      serverCertSANs: local?.serverCertSANs ?? [],
      peerCertSANs: local?.peerCertSANs ?? [],
    },
  };
}
