import ipaddr from 'ipaddr.js';
import { splitEndpoint } from '../../spec/endpoint.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { kubeletBootstrapKubeconfig, kubeletKubeconfig } from '../../spec/paths.ts';
import type { InitSpec } from '../../spec/types.ts';
import type { Check } from './check.ts';
import { forwarding } from './forwarding.ts';
import { httpProxyTo } from './http-proxy.ts';
import { controlPlaneChecks, etcdChecks, nodeChecks } from './init-checks.ts';
import { kubeletNotTooOld } from './kubelet-skew.ts';
import { fileAvailable } from './path-available.ts';

/** What `join` checks before it asks the cluster, in kubeadm's order (kubeadm-cli-config.md, 4.3). */
export function joinChecks(spec: JoinSpec): readonly Check[] {
  return [
    fileAvailable(kubeletKubeconfig),
    fileAvailable(kubeletBootstrapKubeconfig),
    ...nodeChecks(spec, kubeletNotTooOld),
    ...(spec.controlPlane ? [] : [fileAvailable(spec.caCertPath)]),
    ...wayToCluster(spec),
  ];
}

/**
 * What a further control plane checks once the configuration of the cluster is known. With a certificate key the files for
 * an external etcd come from the cluster, and nobody misses them before (kubeadm 1.35.4 to 1.37.0).
 */
export function joinControlPlaneChecks(spec: InitSpec): readonly Check[] {
  const ofEtcd = spec.certificateKey !== undefined && spec.cluster.etcd.external !== undefined ? [] : etcdChecks(spec);
  return [...controlPlaneChecks(spec), ...ofEtcd];
}

/** A discovery file is asked nothing, as kubeadm asks it nothing. */
function wayToCluster({ discovery }: JoinSpec): readonly Check[] {
  const endpoint = discovery.bootstrapToken?.apiServerEndpoint;
  if (endpoint === undefined) return [];
  const { host } = splitEndpoint(endpoint);
  const family = ipaddr.isValid(host) ? [host.includes(':') ? (6 as const) : (4 as const)] : [];
  return [httpProxyTo(host), ...family.map(forwarding)];
}
