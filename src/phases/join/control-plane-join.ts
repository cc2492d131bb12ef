import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

const flags = ['config', 'control-plane', 'dry-run', 'node-name'];
const onControlPlanes = ({ controlPlane }: JoinSpec): boolean => controlPlane;

/** Makes the node known as a control plane. */
export const controlPlaneJoin: Phase<JoinSpec> = {
  name: 'control-plane-join',
  short: 'Make this node a control plane of the cluster',
  all: { short: 'Run all control-plane-join phases', flags: [...flags, 'apiserver-advertise-address', 'patches'] },
  children: [
    {
      name: 'etcd',
      short: 'Join etcd (now phase etcd-join)',
      hidden: true,
      runIf: onControlPlanes,
      reads: ['cluster'],
    },
    {
      name: 'mark-control-plane',
      short: 'Label and taint this node as a control plane',
      flags,
      runIf: onControlPlanes,
      reads: ['node-name', 'cluster'],
    },
  ],
};
