import { clusterConfig } from '../../manifests/cluster-config.ts';
import { clusterConfigMasks } from '../../manifests/env.ts';
import { kubeletConfigMap } from '../../manifests/kubelet-config-map.ts';
import type { Phase } from '../../plan/phase.ts';
import { clusterConfigurationObject } from '../../spec/cluster-configuration-object.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { applyObjects } from '../apply-objects.ts';
import { upgradeVia } from './via.ts';

const flags = ['config', 'dry-run', 'kubeconfig'];

const kubeadm: Phase<UpgradeSpec> = {
  name: 'kubeadm',
  short: 'Store the ClusterConfiguration of the new version in the cluster',
  flags,
  reads: ['cluster'],
  steps: [
    ({ spec }) => ({
      effects: applyObjects(
        'upload-config/kubeadm',
        'store the configuration of the cluster for nodes that join and for upgrades',
        clusterConfig(clusterConfigurationObject(spec)),
        upgradeVia(spec),
        clusterConfigMasks(spec.cluster),
      ),
    }),
  ],
};

const kubelet: Phase<UpgradeSpec> = {
  name: 'kubelet',
  short: 'Store the KubeletConfiguration of the new version in the cluster',
  flags,
  reads: ['cluster'],
  steps: [
    ({ spec }) => ({
      effects: applyObjects(
        'upload-config/kubelet',
        'store the kubelet configuration for nodes that join and for upgrades',
        kubeletConfigMap(spec),
        upgradeVia(spec),
      ),
    }),
  ],
};

/** Stores what the other nodes, joining nodes and later upgrades need to know. */
export const uploadConfig: Phase<UpgradeSpec> = {
  name: 'upload-config',
  aliases: ['uploadconfig'],
  short: 'Store the configuration of cluster and kubelets in the cluster',
  all: { short: 'Store all configuration', flags },
  children: [kubeadm, kubelet],
};
