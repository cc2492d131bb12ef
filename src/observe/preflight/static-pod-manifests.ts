import { manifestPath, type StaticPodName } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { type Check, problem } from './check.ts';

const name = 'StaticPodManifest';

/** The manifests that are going to be replaced are there; kubeadm does not look at etcd's (1.36.3). */
export function staticPodManifests({ cluster, etcdUpgrade }: UpgradeSpec): Check {
  const replaced: readonly StaticPodName[] = [
    'kube-apiserver',
    'kube-controller-manager',
    'kube-scheduler',
    ...(cluster.etcd.local !== undefined && etcdUpgrade ? (['etcd'] as const) : []),
  ];
  return {
    name,
    async look({ host }) {
      const there = await Promise.all(replaced.map((component) => host.files.stat(manifestPath(component))));
      const missing = replaced.filter((_, index) => there[index] === undefined).map(manifestPath);
      if (missing.length === 0) return [];
      return [
        problem(name, `this is no whole control plane: there is no ${missing.join(', no ')}`, {
          hint: 'put it back (older ones lie in /etc/kubernetes/tmp), or give the command on a control plane of this cluster',
          about: { kind: 'phase', value: 'control-plane' },
        }),
      ];
    },
  };
}
