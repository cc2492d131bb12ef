import { apiServerPod } from '../manifests/api-server-pod.ts';
import { controllerManagerPod } from '../manifests/controller-manager-pod.ts';
import { schedulerPod } from '../manifests/scheduler-pod.ts';
import { authorityLooks } from '../pki/authority.ts';
import { externalCertificate } from '../pki/external-authority.ts';
import type { Look } from '../plan/facts.ts';
import type { PhaseContext } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';
import { planStaticPod, type StaticPodPlan, staticPodLooks } from './static-pod.ts';

/** The static Pods of the control plane but etcd, in kubeadm's order. */
export const controlPlaneComponents = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export type ControlPlaneComponentName = (typeof controlPlaneComponents)[number];

/** What is looked at before the Pod of a component is planned. */
export function controlPlanePodLooks(component: ControlPlaneComponentName, spec: InitSpec): readonly Look[] {
  const own = staticPodLooks(component, spec);
  return component === 'kube-controller-manager' ? [...own, ...authorityLooks('ca', spec)] : own;
}

/** Plans the manifest of a component. */
export function planControlPlanePod(
  phase: string,
  component: ControlPlaneComponentName,
  context: PhaseContext<InitSpec>,
): StaticPodPlan {
  const { spec, facts } = context;
  switch (component) {
    case 'kube-apiserver':
      return planStaticPod(phase, component, apiServerPod(spec, facts.node), context);
    case 'kube-controller-manager': {
      const externalAuthority = externalCertificate('ca', spec, facts) !== undefined;
      return planStaticPod(phase, component, controllerManagerPod(spec, facts.node, { externalAuthority }), context);
    }
    case 'kube-scheduler':
      return planStaticPod(phase, component, schedulerPod(spec, facts.node), context);
  }
}
