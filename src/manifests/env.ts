import type { NodeFacts } from '../plan/facts.ts';
import type { JsonObject } from '../plan/json.ts';
import { Secret } from '../plan/secret.ts';
import type { StaticPodName } from '../spec/paths.ts';
import type { ClusterConfiguration, EnvVar } from '../spec/types.ts';

/**
 * Environment of a control-plane component: proxy variables of our own environment, overlaid by the user's, sorted by
 * name. Values are revealed here; what shows the object masks them (`podMasks`).
 */
export function componentEnv(node: NodeFacts, extraEnvs: readonly EnvVar[]): readonly JsonObject[] {
  return mergeEnv([...proxyEnv(node), ...extraEnvs.map(envVar)]);
}

/** Environment of etcd: the user's alone, as etcd talks to no proxy. */
export function etcdEnv(extraEnvs: readonly EnvVar[]): readonly JsonObject[] {
  return mergeEnv(extraEnvs.map(envVar));
}

/** The proxy variables as entries of a container. */
export function proxyEnv(node: NodeFacts): readonly JsonObject[] {
  return node.proxyEnv.map(({ name, value }) => ({ name, value }));
}

/** What must not be seen of a component's manifest: values of extraEnvs and passwords of proxies. */
export function podMasks(
  spec: { readonly cluster: ClusterConfiguration },
  component: StaticPodName,
  node: NodeFacts,
): readonly Secret[] {
  const values = extraEnvsOf(spec.cluster, component).flatMap(({ value }) => (value === undefined ? [] : [value]));
  return component === 'etcd' ? values : [...values, ...proxyMasks(node)];
}

/** What must not be seen of the stored ClusterConfiguration: the values of all extraEnvs. */
export function clusterConfigMasks(cluster: ClusterConfiguration): readonly Secret[] {
  const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'] as const;
  return components.flatMap((component) =>
    extraEnvsOf(cluster, component).flatMap(({ value }) => (value === undefined ? [] : [value])),
  );
}

/** Passwords inside proxy URLs (`http://user:password@host`). */
export function proxyMasks(node: NodeFacts): readonly Secret[] {
  return node.proxyEnv.flatMap(({ value }) => {
    const password = /^[^/]*\/\/[^/@:]*:(?<password>[^/]*)@/.exec(value)?.groups?.['password'];
    return password ? [new Secret(password, 'proxy password')] : [];
  });
}

function extraEnvsOf(cluster: ClusterConfiguration, component: StaticPodName): readonly EnvVar[] {
  switch (component) {
    case 'kube-apiserver':
      return cluster.apiServer.extraEnvs;
    case 'kube-controller-manager':
      return cluster.controllerManager.extraEnvs;
    case 'kube-scheduler':
      return cluster.scheduler.extraEnvs;
    case 'etcd':
      return cluster.etcd.local?.extraEnvs ?? [];
  }
}

function mergeEnv(entries: readonly JsonObject[]): readonly JsonObject[] {
  const byName = new Map(entries.map((entry) => [String(entry['name']), entry]));
  return [...byName.keys()].sort().map((name) => byName.get(name)!);
}

/** An entry as Go writes it: no empty value, and the default API version of a field reference spelled out. */
function envVar({ name, value, valueFrom }: EnvVar): JsonObject {
  const text = value?.reveal() ?? '';
  return {
    name,
    ...(text === '' ? {} : { value: text }),
    ...(valueFrom === undefined ? {} : { valueFrom: defaultedSource(valueFrom) }),
  };
}

function defaultedSource(source: JsonObject): JsonObject {
  const fieldRef = source['fieldRef'];
  if (fieldRef === null || typeof fieldRef !== 'object' || Array.isArray(fieldRef)) return source;
  return { ...source, fieldRef: { apiVersion: 'v1', ...fieldRef } };
}
