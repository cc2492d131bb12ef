import type { ClusterConfiguration } from './types.ts';
import { minorFacts } from './versions.ts';

export const defaultImageRepository = 'registry.k8s.io';
const ciImageRepository = 'gcr.io/k8s-staging-ci-images';

/** Images of a cluster, by component. */
export interface Images {
  readonly 'kube-apiserver': string;
  readonly 'kube-controller-manager': string;
  readonly 'kube-scheduler': string;
  readonly 'kube-proxy': string;
  readonly coredns: string;
  readonly pause: string;
  readonly etcd: string;
}

/** A Kubernetes version as an image tag: what a tag cannot hold becomes `_`. */
export function imageTag(version: string): string {
  return version.replace(/[^-A-Za-z0-9_.]/g, '_');
}

/** The tag of an image, also when a digest follows; '' when it has none. A port and a digest are none. */
export function tagOfImage(image: string): string {
  return /^[^@]*:([^:/@]+)(?:@.*)?$/.exec(image)?.[1] ?? '';
}

/**
 * Image names (kubeadm-cli-config.md, 5.9): the extra `coredns/` path segment is used only below the default
 * repository; dns.imageRepository and etcd.local.imageRepository win over imageRepository; CI builds of Kubernetes lie
 * elsewhere, unless imageRepository is set.
 */
export function images(cluster: ClusterConfiguration): Images {
  const facts = minorFacts(cluster.kubernetesVersion);
  const repository = cluster.imageRepository;
  const kubernetes = cluster.ciImages && repository === defaultImageRepository ? ciImageRepository : repository;
  const tag = imageTag(cluster.kubernetesVersion);
  const dnsRepository = cluster.dns.imageRepository || repository;
  const dnsName = dnsRepository === defaultImageRepository ? 'coredns/coredns' : 'coredns';
  const local = cluster.etcd.local;
  return {
    'kube-apiserver': `${kubernetes}/kube-apiserver:${tag}`,
    'kube-controller-manager': `${kubernetes}/kube-controller-manager:${tag}`,
    'kube-scheduler': `${kubernetes}/kube-scheduler:${tag}`,
    'kube-proxy': `${kubernetes}/kube-proxy:${tag}`,
    coredns: `${dnsRepository}/${dnsName}:${cluster.dns.imageTag || facts.coreDnsTag}`,
    pause: `${repository}/pause:${facts.pauseTag}`,
    etcd: `${local?.imageRepository || repository}/etcd:${local?.imageTag || facts.etcdTag}`,
  };
}

/** The images that this configuration needs, in the order of `config images list`. */
export function neededImages(cluster: ClusterConfiguration): readonly string[] {
  const all = images(cluster);
  return [
    all['kube-apiserver'],
    all['kube-controller-manager'],
    all['kube-scheduler'],
    ...(cluster.proxy.disabled ? [] : [all['kube-proxy']]),
    ...(cluster.dns.disabled ? [] : [all.coredns]),
    all.pause,
    ...(cluster.etcd.local === undefined ? [] : [all.etcd]),
  ];
}
