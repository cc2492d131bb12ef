import type { NodeFacts } from '../plan/facts.ts';
import type { JsonObject } from '../plan/json.ts';
import { dnsServiceAddress } from '../spec/addresses.ts';
import { manifestsDirectory, ports } from '../spec/paths.ts';
import type { ClusterConfiguration, ComponentConfig, NodeRegistration } from '../spec/types.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { goDocument } from './go-document.ts';
import { usesInstanceConfig } from './kubelet-instance-config.ts';
import { kubeletShape } from './kubelet-shape.ts';
import { noPatches, type PatchSet } from './patch-files.ts';
import { type AppliedPatch, applyPatches } from './patches.ts';
import { departures, type Recommendation, type Recommended, withRecommended } from './recommended.ts';

/** What the cluster-wide kubelet configuration depends on. */
export interface KubeletSpec {
  readonly cluster: ClusterConfiguration;
  readonly kubelet: ComponentConfig;
}

/** Resolver file of machines with systemd-resolved; the usual one there points at a stub that Pods cannot reach. */
const systemdResolvedFile = '/run/systemd/resolve/resolv.conf';
const fallbackDnsAddress = '10.96.0.10';

/** The kubelet configuration of the cluster, as the ConfigMap holds it: nothing in it depends on a node. */
export function kubeletConfiguration(spec: KubeletSpec): JsonObject {
  const document = {
    ...withRecommended(spec.kubelet.object, recommended(spec.cluster)),
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    // A kubelet whose client certificate is not rotated drops out of the cluster after a year.
    rotateCertificates: true,
  };
  return goDocument(document, kubeletShape);
}

/**
 * The kubelet configuration of one node: the cluster's, the node's resolver file, the user's patches and last the
 * socket of the container runtime, which wins over all before.
 * @param cluster the configuration of the cluster; joining nodes have read it from the ConfigMap
 */
export function nodeKubeletConfiguration(
  spec: { readonly cluster: ClusterConfiguration; readonly nodeRegistration: Pick<NodeRegistration, 'criSocket'> },
  node: NodeFacts,
  cluster: JsonObject,
  patches: PatchSet = noPatches,
): { readonly object: JsonObject; readonly applied: readonly AppliedPatch[] } {
  const onNode =
    node.systemdResolvedActive && (cluster['resolvConf'] ?? undefined) === undefined
      ? { ...cluster, resolvConf: systemdResolvedFile }
      : cluster;
  const { object, applied } = applyPatches('kubeletconfiguration', onNode, patches);
  const instance = usesInstanceConfig(spec.cluster)
    ? { containerRuntimeEndpoint: spec.nodeRegistration.criSocket }
    : {};
  return { object: { ...object, ...instance }, applied };
}

/** Text of the kubelet's configuration file. */
export function kubeletConfigText(configuration: JsonObject): string {
  return toYaml(configuration);
}

/** Where the user's kubelet configuration departs from what the cluster needs. */
export function kubeletRecommendations(spec: KubeletSpec): readonly Recommendation[] {
  return departures('KubeletConfiguration', spec.kubelet.object, recommended(spec.cluster));
}

function recommended(cluster: ClusterConfiguration): readonly Recommended[] {
  return [
    { path: 'staticPodPath', value: manifestsDirectory },
    { path: 'clusterDNS', value: [dnsAddress(cluster)] },
    { path: 'clusterDomain', value: cluster.networking.dnsDomain },
    { path: 'authentication.x509.clientCAFile', value: `${cluster.certificatesDir}/ca.crt` },
    { path: 'authentication.anonymous.enabled', value: false },
    { path: 'authentication.webhook.enabled', value: true },
    { path: 'authorization.mode', value: 'Webhook' },
    { path: 'healthzBindAddress', value: '127.0.0.1' },
    { path: 'healthzPort', value: ports.kubeletHealthz },
    { path: 'readOnlyPort', value: 0 },
    { path: 'cgroupDriver', value: 'systemd', silent: true },
  ];
}

function dnsAddress(cluster: ClusterConfiguration): string {
  try {
    return dnsServiceAddress(cluster.networking.serviceSubnet);
  } catch {
    return fallbackDnsAddress;
  }
}
