import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { discoveryFlags } from './discovery-flags.ts';

/** Looks whether this machine can become a node, finds the cluster, and looks again at what only it can tell. */
export const preflight: Phase<JoinSpec> = {
  name: 'preflight',
  short: 'Check this machine and find the cluster',
  flags: [
    ...discoveryFlags,
    'apiserver-advertise-address',
    'apiserver-bind-port',
    'certificate-key',
    'control-plane',
    'cri-socket',
    'ignore-preflight-errors',
    'node-name',
  ],
  reads: ['node-name', 'cri-socket', 'cluster'],
  steps: [],
};
