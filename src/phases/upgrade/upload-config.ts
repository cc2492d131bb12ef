import type { Phase } from '../../plan/phase.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { storeClusterConfiguration, storeKubeletConfiguration } from '../stored-configuration.ts';
import { upgradeVia } from './via.ts';

const flags = ['config', 'dry-run', 'kubeconfig'];

const kubeadm: Phase<UpgradeSpec> = {
  name: 'kubeadm',
  short: 'Store the ClusterConfiguration of the new version in the cluster',
  flags,
  reads: ['cluster'],
  steps: [({ spec }) => ({ effects: storeClusterConfiguration('upload-config/kubeadm', spec, upgradeVia(spec)) })],
};

const kubelet: Phase<UpgradeSpec> = {
  name: 'kubelet',
  short: 'Store the KubeletConfiguration of the new version in the cluster',
  flags,
  reads: ['cluster'],
  steps: [({ spec }) => ({ effects: storeKubeletConfiguration('upload-config/kubelet', spec, upgradeVia(spec)) })],
};

/** Stores what the other nodes, joining nodes and later upgrades need to know. */
export const uploadConfig: Phase<UpgradeSpec> = {
  name: 'upload-config',
  aliases: ['uploadconfig'],
  short: 'Store the configuration of cluster and kubelets in the cluster',
  all: { short: 'Store all configuration', flags },
  children: [kubeadm, kubelet],
};
