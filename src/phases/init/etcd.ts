import { etcdPod } from '../../manifests/etcd-pod.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { rootlessNeeds } from '../rootless.ts';
import { planStaticPod, staticPodLooks } from '../static-pod.ts';

const local: Phase<InitSpec> = {
  name: 'local',
  short: 'Write the static Pod of a local etcd with one member',
  example: '{{program}} init phase etcd local --config kubeadm.yaml',
  flags: ['cert-dir', 'config', 'dry-run', 'image-repository', 'patches'],
  runIf: (spec) => spec.cluster.etcd.local !== undefined,
  reads: ['node-name', 'advertise-address', 'kubernetes-version'],
  looks: (spec) => staticPodLooks('etcd', spec),
  needs: (spec) => rootlessNeeds('etcd', spec),
  steps: [
    (context) => {
      const path = context.spec.cluster.etcd.local?.dataDir ?? '';
      const pod = planStaticPod('etcd/local', 'etcd', etcdPod(context.spec), context);
      return {
        ...pod,
        effects: [
          {
            kind: 'call',
            id: 'etcd/local:data-directory',
            why: 'make the data folder of etcd, closed to others',
            operation: 'directory-make',
            input: { path, mode: 0o700 },
          },
          ...pod.effects,
        ],
      };
    },
  ],
};

/** The local etcd member. */
export const etcd: Phase<InitSpec> = {
  name: 'etcd',
  short: 'Write the static Pod of a local etcd',
  children: [local],
};
