import type { NodeFacts } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import { isIPv6, joinHostPort } from '../spec/addresses.ts';
import { advertiseAddressAnnotation } from '../spec/annotations.ts';
import { images } from '../spec/images.ts';
import { ports } from '../spec/paths.ts';
import type { Arg, ClusterConfiguration } from '../spec/types.ts';
import { argsOf, argValue, mergeArgs } from './args.ts';
import type { ControlPlaneSpec } from './control-plane-spec.ts';
import { componentEnv } from './env.ts';
import { externalEtcdMounts } from './external-etcd-mounts.ts';
import { probeHost } from './probes.ts';
import { staticPod } from './static-pod.ts';
import { caMounts, mergeMounts, mountOf } from './volumes.ts';

/** The static Pod of the API server. */
export function apiServerPod(spec: ControlPlaneSpec, node: NodeFacts): KubeObject {
  const { cluster, localAPIEndpoint } = spec;
  const { advertiseAddress, bindPort } = localAPIEndpoint;
  return staticPod({
    name: 'kube-apiserver',
    annotations: { [advertiseAddressAnnotation]: joinHostPort(advertiseAddress, bindPort) },
    image: images(cluster)['kube-apiserver'],
    args: mergeArgs([...flags(spec), ...authorizationFlags(cluster)], cluster.apiServer.extraArgs),
    env: componentEnv(node, cluster.apiServer.extraEnvs),
    health: {
      host: advertiseAddress === '' ? '127.0.0.1' : probeHost(advertiseAddress),
      port: bindPort,
      scheme: 'HTTPS',
      livenessPath: '/livez',
      readinessPath: '/readyz',
      startupPath: '/livez',
    },
    timeouts: spec.timeouts,
    requests: { cpu: '250m' },
    mounts: mergeMounts(
      [
        mountOf('k8s-certs', cluster.certificatesDir, 'DirectoryOrCreate'),
        ...caMounts(node),
        ...externalEtcdMounts(cluster),
      ],
      cluster.apiServer.extraVolumes,
    ),
  });
}

function flags({ cluster, localAPIEndpoint }: ControlPlaneSpec): readonly Arg[] {
  const pki = cluster.certificatesDir;
  return argsOf({
    'advertise-address': localAPIEndpoint.advertiseAddress,
    'allow-privileged': 'true',
    'client-ca-file': `${pki}/ca.crt`,
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    ...etcdFlags(cluster, localAPIEndpoint.advertiseAddress),
    'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
    'kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
    'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
    'proxy-client-key-file': `${pki}/front-proxy-client.key`,
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'secure-port': String(localAPIEndpoint.bindPort),
    'service-account-issuer': `https://kubernetes.default.svc.${cluster.networking.dnsDomain}`,
    'service-account-key-file': `${pki}/sa.pub`,
    'service-account-signing-key-file': `${pki}/sa.key`,
    'service-cluster-ip-range': cluster.networking.serviceSubnet,
    'tls-cert-file': `${pki}/apiserver.crt`,
    'tls-private-key-file': `${pki}/apiserver.key`,
  });
}

function etcdFlags(cluster: ClusterConfiguration, advertiseAddress: string): Record<string, string | undefined> {
  const { external, local } = cluster.etcd;
  if (external !== undefined) {
    const pair = external.certFile !== '' && external.keyFile !== '';
    return {
      'etcd-servers': external.endpoints.join(','),
      'etcd-cafile': external.caFile || undefined,
      'etcd-certfile': pair ? external.certFile : undefined,
      'etcd-keyfile': pair ? external.keyFile : undefined,
    };
  }
  const pki = cluster.certificatesDir;
  const localhost = isIPv6(advertiseAddress) ? '::1' : '127.0.0.1';
  return {
    'etcd-servers':
      argValue(local.extraArgs, 'advertise-client-urls') ?? `https://${joinHostPort(localhost, ports.etcdClient)}`,
    'etcd-cafile': `${pki}/etcd/ca.crt`,
    'etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
    'etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
  };
}

/** The API server refuses the mode beside a file of authorizers, hence none when the user gave one. */
function authorizationFlags(cluster: ClusterConfiguration): readonly Arg[] {
  const configured = argValue(cluster.apiServer.extraArgs, 'authorization-config') !== undefined;
  return configured ? [] : [{ name: 'authorization-mode', value: 'Node,RBAC' }];
}
