import type { StaticPodName } from '../../spec/paths.ts';

/** Static Pods that a wait looks at, those first that others need. */
export const watchedPods: readonly StaticPodName[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
];
