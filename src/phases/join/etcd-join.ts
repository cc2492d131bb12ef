import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

/** Adds this machine to the cluster's etcd. */
export const etcdJoin: Phase<JoinSpec> = {
  name: 'etcd-join',
  short: 'Join etcd',
  flags: ['apiserver-advertise-address', 'config', 'control-plane', 'dry-run', 'node-name', 'patches'],
  runIf: ({ controlPlane }) => controlPlane,
  reads: ['node-name', 'advertise-address', 'cluster'],
};
