import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { componentWaitLooks, waitForComponents } from '../component-waits.ts';
import { onControlPlanes } from './on-control-planes.ts';

/** Waits until API server, controller manager and scheduler of this node are healthy. */
export const waitControlPlane: Phase<JoinSpec> = onControlPlanes({
  name: 'wait-control-plane',
  short: 'Wait for the control plane of this node to start',
  reads: ['advertise-address', 'cri-socket', 'cluster'],
  looks: componentWaitLooks,
  steps: [(context) => ({ effects: waitForComponents('wait-control-plane', context) })],
});
