import type { NodeFacts } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import { images } from '../spec/images.ts';
import { kubernetesDirectory, ports } from '../spec/paths.ts';
import { argsOf, argValue, mergeArgs } from './args.ts';
import type { ControlPlaneSpec } from './control-plane-spec.ts';
import { componentEnv } from './env.ts';
import { probeHost } from './probes.ts';
import { staticPod } from './static-pod.ts';
import { mergeMounts, mountOf } from './volumes.ts';

const kubeconfig = `${kubernetesDirectory}/scheduler.conf`;

const flags = argsOf({
  'authentication-kubeconfig': kubeconfig,
  'authorization-kubeconfig': kubeconfig,
  'bind-address': '127.0.0.1',
  kubeconfig,
  'leader-elect': 'true',
});

/** The static Pod of the scheduler. */
export function schedulerPod(spec: ControlPlaneSpec, node: NodeFacts): KubeObject {
  const { extraArgs, extraEnvs, extraVolumes } = spec.cluster.scheduler;
  return staticPod({
    name: 'kube-scheduler',
    image: images(spec.cluster)['kube-scheduler'],
    args: mergeArgs(flags, extraArgs),
    env: componentEnv(node, extraEnvs),
    health: {
      host: probeHost(argValue(extraArgs, 'bind-address') ?? '127.0.0.1'),
      port: ports.scheduler,
      scheme: 'HTTPS',
      livenessPath: '/livez',
      readinessPath: '/readyz',
      startupPath: '/livez',
    },
    timeouts: spec.timeouts,
    requests: { cpu: '100m' },
    mounts: mergeMounts([mountOf('kubeconfig', kubeconfig, 'FileOrCreate')], extraVolumes),
  });
}
