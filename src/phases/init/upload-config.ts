import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';
import { runtimeSocketAnnotation } from '../runtime-socket-annotation.ts';
import { storeClusterConfiguration, storeKubeletConfiguration } from '../stored-configuration.ts';

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
        ...storeClusterConfiguration('upload-config/kubeadm', spec, adminVia(spec)),
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
        ...storeKubeletConfiguration('upload-config/kubelet', spec, adminVia(spec)),
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
