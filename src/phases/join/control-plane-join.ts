import { controlPlaneLabels, controlPlaneTaints } from '../../manifests/node-labels.ts';
import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { adminKubeconfig } from '../../spec/paths.ts';
import { onControlPlanes } from './on-control-planes.ts';

/** Phases of older releases that do nothing any more; skipping them by name must not fail. */
const gone: readonly Phase<JoinSpec>[] = [
  { name: 'etcd', short: 'Does nothing: etcd-join adds the member (until 1.34)', hidden: true },
  { name: 'update-status', short: 'Does nothing: there is no cluster status any more (until 1.21)', hidden: true },
];

const markControlPlane: Phase<JoinSpec> = {
  name: 'mark-control-plane',
  short: 'Mark this node as a control plane',
  flags: ['config', 'control-plane', 'dry-run', 'node-name'],
  reads: ['node-name', 'cluster'],
  steps: [
    ({ spec }) => ({
      effects: [
        {
          kind: 'call',
          id: 'control-plane-join/mark-control-plane:node',
          why: `mark node ${spec.nodeRegistration.name} as a control plane`,
          operation: 'node-mark',
          input: {
            via: { kubeconfig: adminKubeconfig },
            node: spec.nodeRegistration.name,
            labels: Object.fromEntries(controlPlaneLabels.map((label) => [label, ''])),
            taints: controlPlaneTaints(spec).map((taint) => ({ ...taint })),
          },
        },
      ],
    }),
  ],
};

/** What makes a running node a control plane in the eyes of the cluster. */
export const controlPlaneJoin: Phase<JoinSpec> = {
  name: 'control-plane-join',
  short: 'Make this node a control plane of the cluster',
  example: '{{program}} join phase control-plane-join all --control-plane',
  all: {
    short: 'Make this node a control plane of the cluster',
    flags: ['apiserver-advertise-address', 'config', 'control-plane', 'dry-run', 'node-name', 'patches'],
  },
  children: [...gone, markControlPlane].map(onControlPlanes),
};
