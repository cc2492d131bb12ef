import { isIPv6, splitCidrs } from '../../spec/addresses.ts';
import { manifestPath, ports } from '../../spec/paths.ts';
import type { ControlPlaneComponent, InitSpec } from '../../spec/types.ts';
import type { Check } from './check.ts';
import { clock } from './clock.ts';
import { containerRuntime } from './container-runtime.ts';
import { cpuCount } from './cpu-count.ts';
import { etcdSpace, imageSpace, kubeletSpace, kubernetesSpace } from './disk-space.ts';
import { etcdMount } from './etcd-mount.ts';
import { externalEtcdClientCertificates, externalEtcdVersion } from './external-etcd.ts';
import { firewalld } from './firewalld.ts';
import { forwarding } from './forwarding.ts';
import { hostName } from './host-name.ts';
import { httpProxy, httpProxyCidr } from './http-proxy.ts';
import { kubeletService } from './kubelet-service.ts';
import { kubeletSkew } from './kubelet-skew.ts';
import { kubeletUnit } from './kubelet-unit.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { memory } from './memory.ts';
import { directoryAvailable, fileAvailable } from './path-available.ts';
import { port } from './port.ts';
import { runtimeProxy } from './runtime-proxy.ts';
import { runtimeVersion } from './runtime-version.ts';
import { swap } from './swap.ts';
import { systemVerification } from './system-verification.ts';
import { tool } from './tool.ts';

/** What `init` checks, in kubeadm's order (kubeadm-cli-config.md, 4.2), with our own between. IsPrivilegedUser runs before; ImagePull is a deed. */
export function initChecks(spec: InitSpec): readonly Check[] {
  const { external } = spec.cluster.etcd;
  return [
    ...controlPlaneChecks(spec),
    ...nodeChecks(spec, kubeletSkew),
    ...families(spec).map(forwarding),
    ...(external === undefined ? [] : [externalEtcdVersion(external)]),
    ...etcdChecks(spec),
  ];
}

/** Room for a control plane on this machine, and its way to itself. */
export function controlPlaneChecks({ localAPIEndpoint, cluster }: InitSpec): readonly Check[] {
  return [
    cpuCount,
    memory,
    kubernetesVersion,
    firewalld,
    port(localAPIEndpoint.bindPort, 'kube-apiserver', () => localAPIEndpoint.advertiseAddress),
    port(ports.scheduler, 'kube-scheduler', () => bindAddress(cluster.scheduler)),
    port(ports.controllerManager, 'kube-controller-manager', () => bindAddress(cluster.controllerManager)),
    fileAvailable(manifestPath('kube-apiserver')),
    fileAvailable(manifestPath('kube-controller-manager')),
    fileAvailable(manifestPath('kube-scheduler')),
    fileAvailable(manifestPath('etcd')),
    httpProxy,
    httpProxyCidr('Services', () => cluster.networking.serviceSubnet),
    httpProxyCidr('Pods', () => cluster.networking.podSubnet),
  ];
}

/**
 * What every node needs.
 * @param kubelet the check of the kubelet's version, which depends on what is known of the cluster
 */
export function nodeChecks({ nodeRegistration }: InitSpec, kubelet: Check): readonly Check[] {
  return [
    containerRuntime,
    runtimeVersion,
    swap,
    tool('cp'),
    tool('losetup'),
    tool('mount'),
    systemVerification,
    hostName,
    kubelet,
    kubeletService,
    kubeletUnit,
    port(ports.kubelet, 'the kubelet'),
    clock,
    kubernetesSpace,
    kubeletSpace,
    ...imageSpace(nodeRegistration.criSocket),
    runtimeProxy,
  ];
}

/** Room for a member of etcd, or the files with which an external one is reached. */
export function etcdChecks({ cluster: { etcd } }: InitSpec): readonly Check[] {
  const { external, local } = etcd;
  return [
    ...(local === undefined
      ? []
      : [
          port(ports.etcdClient, 'etcd'),
          port(ports.etcdPeer, 'etcd'),
          directoryAvailable(local.dataDir),
          etcdMount(local.dataDir),
          etcdSpace(local.dataDir),
        ]),
    ...(external === undefined ? [] : [externalEtcdClientCertificates(external)]),
  ];
}

/** Where a component listens when the user says so; its default is narrower, but a check of all addresses does no harm. */
function bindAddress({ extraArgs }: ControlPlaneComponent): string {
  return extraArgs.findLast(({ name }) => name === 'bind-address')?.value ?? '';
}

/** IP families of this node's address and of the cluster's ranges. */
function families({ localAPIEndpoint, cluster: { networking } }: InitSpec): readonly (4 | 6)[] {
  const addresses = [
    localAPIEndpoint.advertiseAddress,
    ...splitCidrs(`${networking.serviceSubnet},${networking.podSubnet}`).map((cidr) => cidr.split('/')[0]!),
  ].filter((address) => address !== '');
  return ([4, 6] as const).filter((family) => addresses.some((address) => isIPv6(address) === (family === 6)));
}
