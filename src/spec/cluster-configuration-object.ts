import type { JsonObject } from '../plan/json.ts';
import { args, component, envs, nonEmpty } from './configuration-parts.ts';
import { formatDuration } from './duration.ts';
import { controlPlaneHostPort } from './endpoint.ts';
import type { Etcd, InitSpec } from './types.ts';

/**
 * The ClusterConfiguration as kubeadm stores it in the ConfigMap kubeadm-config: v1beta4, defaults filled, empty fields
 * left out where kubeadm leaves them out (compared with v1.36.3). Values of extraEnvs stand in it in clear, as they do
 * in kubeadm's.
 */
export function clusterConfigurationObject(spec: Pick<InitSpec, 'cluster' | 'localAPIEndpoint'>): JsonObject {
  const { cluster } = spec;
  // Stored with its port, so that nodes that join need not know this node's bind port.
  const endpoint = cluster.controlPlaneEndpoint === '' ? '' : controlPlaneHostPort(spec);
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: cluster.kubernetesVersion,
    ...nonEmpty({ controlPlaneEndpoint: endpoint }),
    clusterName: cluster.clusterName,
    certificatesDir: cluster.certificatesDir,
    imageRepository: cluster.imageRepository,
    ...nonEmpty({ featureGates: cluster.featureGates }),
    encryptionAlgorithm: cluster.storedEncryptionAlgorithm ?? cluster.encryptionAlgorithm,
    certificateValidityPeriod: formatDuration(cluster.certificateValidityPeriod),
    caCertificateValidityPeriod: formatDuration(cluster.caCertificateValidityPeriod),
    networking: nonEmpty({ ...cluster.networking }),
    etcd: etcd(cluster.etcd),
    apiServer: { ...component(cluster.apiServer), ...nonEmpty({ certSANs: cluster.apiServer.certSANs }) },
    controllerManager: component(cluster.controllerManager),
    scheduler: component(cluster.scheduler),
    dns: nonEmpty({ ...cluster.dns }),
    proxy: nonEmpty({ ...cluster.proxy }),
  };
}

function etcd({ local, external }: Etcd): JsonObject {
  if (external !== undefined) return { external: { ...external } };
  return {
    local: {
      dataDir: local.dataDir,
      ...nonEmpty({
        imageRepository: local.imageRepository,
        imageTag: local.imageTag,
        extraArgs: args(local.extraArgs),
        extraEnvs: envs(local.extraEnvs),
        serverCertSANs: local.serverCertSANs,
        peerCertSANs: local.peerCertSANs,
      }),
    },
  };
}
