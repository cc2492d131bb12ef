import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { discoveryFlags } from './discovery-flags.ts';

/** Writes what the kubelet needs to ask for its certificate, and its configuration; starts it. */
export const kubeletStart: Phase<JoinSpec> = {
  name: 'kubelet-start',
  short: 'Write the kubelet configuration and start the kubelet',
  flags: [...discoveryFlags, 'cri-socket', 'node-name', 'patches'],
  reads: ['node-name', 'cri-socket', 'systemd-resolved', 'cluster'],
};
