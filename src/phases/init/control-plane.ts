import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { controlPlanePodLooks, planControlPlanePod } from '../control-plane-pods.ts';
import { rootlessNeeds } from '../rootless.ts';

const everyFlag = ['cert-dir', 'config', 'dry-run', 'image-repository', 'kubernetes-version', 'patches'];
const addressFlags = ['apiserver-advertise-address', 'apiserver-bind-port', 'control-plane-endpoint', 'service-cidr'];

const apiServer: Phase<InitSpec> = {
  name: 'apiserver',
  short: 'Write the static Pod of the API server',
  flags: [...everyFlag, ...addressFlags, 'apiserver-extra-args', 'feature-gates'],
  reads: ['advertise-address', 'kubernetes-version'],
  looks: (spec) => controlPlanePodLooks('kube-apiserver', spec),
  needs: (spec) => rootlessNeeds('kube-apiserver', spec),
  steps: [(context) => planControlPlanePod('control-plane/apiserver', 'kube-apiserver', context)],
};

const controllerManager: Phase<InitSpec> = {
  name: 'controller-manager',
  short: 'Write the static Pod of the controller manager',
  flags: [...everyFlag, 'controller-manager-extra-args', 'pod-network-cidr'],
  reads: ['kubernetes-version'],
  looks: (spec) => controlPlanePodLooks('kube-controller-manager', spec),
  needs: (spec) => rootlessNeeds('kube-controller-manager', spec),
  steps: [(context) => planControlPlanePod('control-plane/controller-manager', 'kube-controller-manager', context)],
};

const scheduler: Phase<InitSpec> = {
  name: 'scheduler',
  short: 'Write the static Pod of the scheduler',
  flags: [...everyFlag, 'scheduler-extra-args'],
  reads: ['kubernetes-version'],
  looks: (spec) => controlPlanePodLooks('kube-scheduler', spec),
  needs: (spec) => rootlessNeeds('kube-scheduler', spec),
  steps: [(context) => planControlPlanePod('control-plane/scheduler', 'kube-scheduler', context)],
};

/** The static Pods of the control plane. */
export const controlPlane: Phase<InitSpec> = {
  name: 'control-plane',
  short: 'Write the static Pods of the control plane',
  all: {
    short: 'Write all static Pods of the control plane',
    flags: [
      ...everyFlag,
      ...addressFlags,
      'apiserver-extra-args',
      'controller-manager-extra-args',
      'feature-gates',
      'pod-network-cidr',
      'scheduler-extra-args',
    ],
  },
  children: [apiServer, controllerManager, scheduler],
};
