import semver from 'semver';
import { etcdClientUrlsAnnotation } from '../plan/etcd-annotation.ts';
import type { KubeObject } from '../plan/json.ts';
import { isIPv6, joinHostPort } from '../spec/addresses.ts';
import { images } from '../spec/images.ts';
import { ports } from '../spec/paths.ts';
import type { Arg, LocalEtcd } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';
import { argsOf, argValue, mergeArgs } from './args.ts';
import type { ControlPlaneSpec } from './control-plane-spec.ts';
import { etcdEnv } from './env.ts';
import type { HealthEndpoint } from './probes.ts';
import { staticPod } from './static-pod.ts';
import { mountOf } from './volumes.ts';

/** A member of the etcd cluster as its peers know it. */
export interface EtcdMember {
  readonly name: string;
  readonly peerUrl: string;
}

/** The URL under which other members reach the member of this node. */
export function etcdPeerUrl(spec: Pick<ControlPlaneSpec, 'localAPIEndpoint'>): string {
  return `https://${joinHostPort(spec.localAPIEndpoint.advertiseAddress, ports.etcdPeer)}`;
}

/** The URL under which clients reach the member of this node. */
export function etcdClientUrl(spec: Pick<ControlPlaneSpec, 'localAPIEndpoint'>): string {
  return `https://${joinHostPort(spec.localAPIEndpoint.advertiseAddress, ports.etcdClient)}`;
}

/**
 * The static Pod of a stacked etcd.
 * @param join `initialCluster`: every member including the new one, when this one joins an existing cluster
 */
export function etcdPod(
  spec: ControlPlaneSpec,
  join: { readonly initialCluster?: readonly EtcdMember[] } = {},
): KubeObject {
  const { cluster } = spec;
  const { local } = cluster.etcd;
  if (local === undefined) throw new Error('a cluster with an external etcd has no etcd Pod');
  const folder = `${cluster.certificatesDir}/etcd`;
  return staticPod({
    name: 'etcd',
    annotations: { [etcdClientUrlsAnnotation]: etcdClientUrl(spec) },
    image: images(cluster).etcd,
    args: mergeArgs(flags(spec, local, join.initialCluster), local.extraArgs),
    env: etcdEnv(local.extraEnvs),
    health: health(local, localhostOf(spec)),
    timeouts: spec.timeouts,
    requests: { cpu: '100m', memory: '100Mi' },
    mounts: [
      mountOf('etcd-data', local.dataDir, 'DirectoryOrCreate', false),
      mountOf('etcd-certs', folder, 'DirectoryOrCreate', false),
    ],
  });
}

function flags(
  spec: ControlPlaneSpec,
  local: LocalEtcd,
  initialCluster: readonly EtcdMember[] | undefined,
): readonly Arg[] {
  const folder = `${spec.cluster.certificatesDir}/etcd`;
  const { name } = spec.nodeRegistration;
  const peerUrl = etcdPeerUrl(spec);
  const localhost = localhostOf(spec);
  const members = initialCluster ?? [{ name, peerUrl }];
  return argsOf({
    name,
    'data-dir': local.dataDir,
    'advertise-client-urls': etcdClientUrl(spec),
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': members.map((member) => `${member.name}=${member.peerUrl}`).join(','),
    'initial-cluster-state': initialCluster === undefined ? undefined : 'existing',
    'listen-client-urls': `https://${joinHostPort(localhost, ports.etcdClient)},${etcdClientUrl(spec)}`,
    'listen-metrics-urls': `http://${joinHostPort(localhost, ports.etcdMetrics)}`,
    'listen-peer-urls': peerUrl,
    'cert-file': `${folder}/server.crt`,
    'key-file': `${folder}/server.key`,
    'trusted-ca-file': `${folder}/ca.crt`,
    'client-cert-auth': 'true',
    'peer-cert-file': `${folder}/peer.crt`,
    'peer-key-file': `${folder}/peer.key`,
    'peer-trusted-ca-file': `${folder}/ca.crt`,
    'peer-client-cert-auth': 'true',
    'snapshot-count': '10000',
    ...flagsOfRelease(spec),
  });
}

/** etcd 3.6 renamed two flags; an older image still gets the experimental names while kubeadm of the minor does so. */
function flagsOfRelease(spec: ControlPlaneSpec): Record<string, string> {
  const tag = images(spec.cluster).etcd.split(':').at(-1)!;
  const old = minorFacts(spec.cluster.kubernetesVersion).oldEtcdFlags && isOlderThan36(tag);
  return old
    ? { 'experimental-initial-corrupt-check': 'true', 'experimental-watch-progress-notify-interval': '5s' }
    : { 'feature-gates': 'InitialCorruptCheck=true', 'watch-progress-notify-interval': '5s' };
}

/** A tag that is no version counts as old, as it does for kubeadm. */
function isOlderThan36(tag: string): boolean {
  const version = semver.parse(tag);
  return version === null || semver.lt(version, '3.6.0');
}

function localhostOf(spec: ControlPlaneSpec): string {
  return isIPv6(spec.localAPIEndpoint.advertiseAddress) ? '::1' : '127.0.0.1';
}

/** The metrics listener: the first URL of the user's, else localhost. */
function metricsListener(
  local: LocalEtcd,
  localhost: string,
): { readonly host: string; readonly port: number; readonly scheme: 'HTTP' | 'HTTPS' } {
  const url = argValue(local.extraArgs, 'listen-metrics-urls')?.split(',')[0] ?? '';
  const parts = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:\[(?<v6>[^\]]*)\]|(?<host>[^:/?#]*))(?::(?<port>\d+))?/i.exec(
    url,
  );
  const { scheme, v6, host, port } = parts?.groups ?? {};
  return {
    host: v6 || host || localhost,
    port: port ? Number(port) : ports.etcdMetrics,
    scheme: scheme?.toLowerCase() === 'https' ? 'HTTPS' : 'HTTP',
  };
}

/** Where the etcd of this node tells its metrics to whoever is on this machine. */
export function etcdMetricsUrl(spec: ControlPlaneSpec): string {
  const { local } = spec.cluster.etcd;
  if (local === undefined) return '';
  const { host, port, scheme } = metricsListener(local, localhostOf(spec));
  return `${scheme.toLowerCase()}://${joinHostPort(host, port)}`;
}

/** Probes ask the metrics listener. */
function health(local: LocalEtcd, localhost: string): HealthEndpoint {
  return {
    ...metricsListener(local, localhost),
    livenessPath: '/livez',
    readinessPath: '/readyz',
    startupPath: '/readyz',
  };
}
