import type { Json } from '../../src/plan/json.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import type { Release } from '../lab/versions.ts';
import type { Case } from './case.ts';

/** The configuration file of a case; undefined when it goes by flags alone. */
export function configurationText(
  { text, init, cluster, kubelet, kubeProxy }: Case,
  release: Release,
): string | undefined {
  if (text !== undefined) return text;
  if (!init && !cluster && !kubelet && !kubeProxy) return undefined;
  const kubeadm = 'kubeadm.k8s.io/v1beta4';
  const documents = [
    ...(init ? [{ apiVersion: kubeadm, kind: 'InitConfiguration', ...init }] : []),
    {
      apiVersion: kubeadm,
      kind: 'ClusterConfiguration',
      kubernetesVersion: release.kubernetes,
      encryptionAlgorithm: 'ECDSA-P256',
      ...cluster,
    },
    ...(kubelet ? [{ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...kubelet }] : []),
    ...(kubeProxy
      ? [{ apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', ...kubeProxy }]
      : []),
  ];
  return toYamlStream(documents as Json[]);
}
