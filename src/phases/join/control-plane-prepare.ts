import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { certs } from './control-plane-prepare/certs.ts';
import { controlPlane } from './control-plane-prepare/control-plane.ts';
import { downloadCerts } from './control-plane-prepare/download-certs.ts';
import { kubeconfig } from './control-plane-prepare/kubeconfig.ts';
import { discoveryFlags } from './discovery-flags.ts';
import { onControlPlanes } from './on-control-planes.ts';

/** Everything of a control plane that can lie ready before its kubelet starts. */
export const controlPlanePrepare: Phase<JoinSpec> = {
  name: 'control-plane-prepare',
  short: 'Prepare this machine as a control plane',
  example: '{{program}} join phase control-plane-prepare all --control-plane',
  all: {
    short: 'Prepare this machine as a control plane',
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
  children: [downloadCerts, certs, kubeconfig, controlPlane].map(onControlPlanes),
};
