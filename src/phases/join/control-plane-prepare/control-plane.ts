import type { Phase } from '../../../plan/phase.ts';
import type { JoinSpec } from '../../../spec/join-spec.ts';
import { controlPlaneComponents, controlPlanePodLooks, planControlPlanePod } from '../../control-plane-pods.ts';

/** The static Pods of a new control plane but etcd, which comes with its membership. */
export const controlPlane: Phase<JoinSpec> = {
  name: 'control-plane',
  short: 'Write the static Pods of a new control plane',
  flags: ['apiserver-advertise-address', 'apiserver-bind-port', 'config', 'control-plane', 'dry-run', 'patches'],
  reads: ['node-name', 'advertise-address', 'cluster'],
  looks: (spec) => controlPlaneComponents.flatMap((component) => controlPlanePodLooks(component, spec)),
  steps: [
    (context) => {
      const plans = controlPlaneComponents.map((component) =>
        planControlPlanePod(`control-plane-prepare/control-plane:${component}`, component, context),
      );
      return {
        effects: plans.flatMap(({ effects }) => effects),
        notes: plans.flatMap(({ notes }) => notes ?? []),
        refusals: plans.flatMap(({ refusals }) => refusals ?? []),
      };
    },
  ],
};
