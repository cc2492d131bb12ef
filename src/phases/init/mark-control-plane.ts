import { controlPlaneLabels, controlPlaneTaints } from '../../manifests/node-labels.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';

/** Labels and taints that make the Node a control plane. */
export const markControlPlane: Phase<InitSpec> = {
  name: 'mark-control-plane',
  aliases: ['mark-master'],
  short: 'Mark this node as a control plane',
  example: '{{program}} init phase mark-control-plane --node-name cp1',
  flags: ['config', 'dry-run', 'node-name'],
  reads: ['node-name', 'advertise-address', 'kubernetes-version'],
  steps: [
    ({ spec }) => ({
      effects: [
        ...ensureClusterAdmins('mark-control-plane', spec),
        {
          kind: 'call',
          id: 'mark-control-plane:node',
          why: `mark node ${spec.nodeRegistration.name} as a control plane`,
          operation: 'node-mark',
          input: {
            via: { ...adminVia(spec) },
            node: spec.nodeRegistration.name,
            labels: Object.fromEntries(controlPlaneLabels.map((label) => [label, ''])),
            taints: controlPlaneTaints(spec).map((taint) => ({ ...taint })),
          },
        },
      ],
    }),
  ],
};
