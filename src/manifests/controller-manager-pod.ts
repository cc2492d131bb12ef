import type { NodeFacts } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import { images } from '../spec/images.ts';
import { kubernetesDirectory, ports } from '../spec/paths.ts';
import type { Arg, ClusterConfiguration, HostPathMount } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';
import { argsOf, argValue, mergeArgs } from './args.ts';
import type { ControlPlaneSpec } from './control-plane-spec.ts';
import { componentEnv } from './env.ts';
import { probeHost } from './probes.ts';
import { staticPod } from './static-pod.ts';
import { caMounts, mergeMounts, mountOf } from './volumes.ts';

const kubeconfig = `${kubernetesDirectory}/controller-manager.conf`;
const defaultFlexVolumeDirectory = '/usr/libexec/kubernetes/kubelet-plugins/volume/exec';

/**
 * The static Pod of the controller manager.
 * @param authority `externalAuthority`: the key of the cluster's CA is not on this machine, so nothing is signed here
 */
export function controllerManagerPod(
  spec: ControlPlaneSpec,
  node: NodeFacts,
  authority: { readonly externalAuthority: boolean },
): KubeObject {
  const { cluster } = spec;
  const { extraArgs, extraEnvs, extraVolumes } = cluster.controllerManager;
  return staticPod({
    name: 'kube-controller-manager',
    image: images(cluster)['kube-controller-manager'],
    args: mergeArgs(flags(cluster, authority.externalAuthority), extraArgs),
    env: componentEnv(node, extraEnvs),
    health: {
      host: probeHost(argValue(extraArgs, 'bind-address') ?? '127.0.0.1'),
      port: ports.controllerManager,
      scheme: 'HTTPS',
      livenessPath: '/healthz',
      startupPath: '/healthz',
    },
    timeouts: spec.timeouts,
    requests: { cpu: '200m' },
    mounts: mergeMounts(
      [
        mountOf('k8s-certs', cluster.certificatesDir, 'DirectoryOrCreate'),
        ...caMounts(node),
        mountOf('kubeconfig', kubeconfig, 'FileOrCreate'),
        ...flexVolumeMounts(cluster),
      ],
      extraVolumes,
    ),
  });
}

function flags(cluster: ClusterConfiguration, externalAuthority: boolean): readonly Arg[] {
  const pki = cluster.certificatesDir;
  return argsOf({
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': '127.0.0.1',
    'client-ca-file': `${pki}/ca.crt`,
    'cluster-name': cluster.clusterName || undefined,
    'cluster-signing-cert-file': externalAuthority ? '' : `${pki}/ca.crt`,
    'cluster-signing-key-file': externalAuthority ? '' : `${pki}/ca.key`,
    controllers: '*,bootstrapsigner,tokencleaner',
    kubeconfig,
    'leader-elect': 'true',
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'root-ca-file': `${pki}/ca.crt`,
    'service-account-private-key-file': `${pki}/sa.key`,
    'use-service-account-credentials': 'true',
    ...podNetworkFlags(cluster),
  });
}

function podNetworkFlags(cluster: ClusterConfiguration): Record<string, string | undefined> {
  const { podSubnet, serviceSubnet } = cluster.networking;
  if (podSubnet === '') return {};
  return {
    'allocate-node-cidrs': 'true',
    'cluster-cidr': podSubnet,
    'service-cluster-ip-range': serviceSubnet || undefined,
  };
}

function flexVolumeMounts(cluster: ClusterConfiguration): readonly HostPathMount[] {
  if (!minorFacts(cluster.kubernetesVersion).flexVolumeMount) return [];
  const directory =
    argValue(cluster.controllerManager.extraArgs, 'flex-volume-plugin-dir') ?? defaultFlexVolumeDirectory;
  return [mountOf('flexvolume-dir', directory, 'DirectoryOrCreate', false)];
}
