import { apiServerPod } from '../../manifests/api-server-pod.ts';
import { controllerManagerPod } from '../../manifests/controller-manager-pod.ts';
import { schedulerPod } from '../../manifests/scheduler-pod.ts';
import { authorityLooks } from '../../pki/authority.ts';
import { externalCertificate } from '../../pki/external-authority.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { planStaticPod, staticPodLooks } from '../static-pod.ts';

const everyFlag = ['cert-dir', 'config', 'dry-run', 'image-repository', 'kubernetes-version', 'patches'];
const addressFlags = ['apiserver-advertise-address', 'apiserver-bind-port', 'control-plane-endpoint', 'service-cidr'];

const apiServer: Phase<InitSpec> = {
  name: 'apiserver',
  short: 'Write the static Pod of the API server',
  flags: [...everyFlag, ...addressFlags, 'apiserver-extra-args', 'feature-gates'],
  reads: ['advertise-address', 'kubernetes-version'],
  looks: (spec) => staticPodLooks('kube-apiserver', spec),
  steps: [
    (context) =>
      planStaticPod(
        'control-plane/apiserver',
        'kube-apiserver',
        apiServerPod(context.spec, context.facts.node),
        context,
      ),
  ],
};

const controllerManager: Phase<InitSpec> = {
  name: 'controller-manager',
  short: 'Write the static Pod of the controller manager',
  flags: [...everyFlag, 'controller-manager-extra-args', 'pod-network-cidr'],
  reads: ['kubernetes-version'],
  looks: (spec) => [...staticPodLooks('kube-controller-manager', spec), ...authorityLooks('ca', spec)],
  steps: [
    (context) => {
      const externalAuthority = externalCertificate('ca', context.spec, context.facts) !== undefined;
      const pod = controllerManagerPod(context.spec, context.facts.node, { externalAuthority });
      return planStaticPod('control-plane/controller-manager', 'kube-controller-manager', pod, context);
    },
  ],
};

const scheduler: Phase<InitSpec> = {
  name: 'scheduler',
  short: 'Write the static Pod of the scheduler',
  flags: [...everyFlag, 'scheduler-extra-args'],
  reads: ['kubernetes-version'],
  looks: (spec) => staticPodLooks('kube-scheduler', spec),
  steps: [
    (context) =>
      planStaticPod(
        'control-plane/scheduler',
        'kube-scheduler',
        schedulerPod(context.spec, context.facts.node),
        context,
      ),
  ],
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
