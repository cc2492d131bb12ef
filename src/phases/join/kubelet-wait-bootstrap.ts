import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

/** Waits until the kubelet is healthy and has its certificate. */
export const kubeletWaitBootstrap: Phase<JoinSpec> = {
  name: 'kubelet-wait-bootstrap',
  short: 'Wait until the kubelet has its certificate',
  flags: ['config', 'cri-socket', 'dry-run'],
  reads: ['node-name', 'cri-socket', 'cluster'],
};
