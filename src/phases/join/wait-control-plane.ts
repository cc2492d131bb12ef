import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

/** Waits until the components of this control plane are healthy. */
export const waitControlPlane: Phase<JoinSpec> = {
  name: 'wait-control-plane',
  short: 'Wait for the control plane of this node to start',
  runIf: ({ controlPlane }) => controlPlane,
  reads: ['advertise-address', 'cri-socket', 'cluster'],
};
