import { clusterConfig } from '../../manifests/cluster-config.ts';
import { clusterConfigMasks } from '../../manifests/env.ts';
import { kubeletConfigMap } from '../../manifests/kubelet-config-map.ts';
import type { Phase } from '../../plan/phase.ts';
import { clusterConfigurationObject } from '../../spec/cluster-configuration-object.ts';
import type { InitSpec } from '../../spec/types.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';
import { applyObjects } from '../apply-objects.ts';
import { runtimeSocketAnnotation } from '../runtime-socket-annotation.ts';

const flags = ['config', 'cri-socket', 'dry-run', 'kubeconfig'];

const kubeadm: Phase<InitSpec> = {
  name: 'kubeadm',
  short: 'Store the ClusterConfiguration in the cluster',
  flags,
  reads: ['advertise-address', 'kubernetes-version'],
  steps: [
    ({ spec }) => ({
      effects: [
        ...ensureClusterAdmins('upload-config/kubeadm', spec),
        ...applyObjects(
          'upload-config/kubeadm',
          'store the configuration of the cluster for nodes that join and for upgrades',
          clusterConfig(clusterConfigurationObject(spec)),
          adminVia(spec),
          clusterConfigMasks(spec.cluster),
        ),
      ],
    }),
  ],
};

const kubelet: Phase<InitSpec> = {
  name: 'kubelet',
  short: 'Store the KubeletConfiguration in the cluster',
  flags,
  reads: ['node-name', 'advertise-address', 'cri-socket', 'kubernetes-version'],
  steps: [
    ({ spec }) => ({
      effects: [
        ...ensureClusterAdmins('upload-config/kubelet', spec),
        ...applyObjects(
          'upload-config/kubelet',
          'store the kubelet configuration for nodes that join',
          kubeletConfigMap(spec),
          adminVia(spec),
        ),
        ...runtimeSocketAnnotation('upload-config/kubelet', spec, { ...adminVia(spec) }),
      ],
    }),
  ],
};

/** Stores what joining nodes and upgrades need to know. */
export const uploadConfig: Phase<InitSpec> = {
  name: 'upload-config',
  aliases: ['uploadconfig'],
  short: 'Store the configuration of cluster and kubelets in the cluster',
  all: { short: 'Store all configuration', flags },
  children: [kubeadm, kubelet],
};
