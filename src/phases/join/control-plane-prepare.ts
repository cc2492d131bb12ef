import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { discoveryFlags } from './discovery-flags.ts';

const onControlPlanes = ({ controlPlane }: JoinSpec): boolean => controlPlane;

/** What a machine needs before it can serve a control plane. */
export const controlPlanePrepare: Phase<JoinSpec> = {
  name: 'control-plane-prepare',
  short: 'Prepare this machine for a control plane',
  all: {
    short: 'Run all control-plane-prepare phases',
    flags: [
      ...discoveryFlags,
      'apiserver-advertise-address',
      'apiserver-bind-port',
      'certificate-key',
      'control-plane',
      'node-name',
      'patches',
    ],
  },
  children: [
    {
      name: 'download-certs',
      short: 'Fetch the certificates that control planes share from the kubeadm-certs Secret',
      flags: [...discoveryFlags, 'certificate-key', 'control-plane'],
      runIf: onControlPlanes,
      reads: ['cluster'],
    },
    {
      name: 'certs',
      short: 'Make the certificates of this control plane',
      flags: [...discoveryFlags, 'apiserver-advertise-address', 'control-plane', 'node-name'],
      runIf: onControlPlanes,
      reads: ['node-name', 'advertise-address', 'cluster'],
    },
    {
      name: 'kubeconfig',
      short: 'Make the kubeconfig files of this control plane',
      flags: [...discoveryFlags, 'certificate-key', 'control-plane'],
      runIf: onControlPlanes,
      reads: ['node-name', 'advertise-address', 'cluster'],
    },
    {
      name: 'control-plane',
      short: 'Write the static Pod manifests of this control plane',
      flags: ['apiserver-advertise-address', 'apiserver-bind-port', 'config', 'control-plane', 'dry-run', 'patches'],
      runIf: onControlPlanes,
      reads: ['node-name', 'advertise-address', 'cluster'],
    },
  ],
};
