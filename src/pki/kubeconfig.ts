import type { Json, JsonObject } from '../plan/json.ts';
import { parseYaml } from '../spec/yaml-read.ts';
import { toYaml } from '../spec/yaml-write.ts';
import type { Loaded } from './loaded.ts';

/** How a user of a kubeconfig proves who it is. */
export type Credentials =
  /** PEM texts, embedded. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
  | { readonly kind: 'token'; readonly token: string }
  /** A PEM key whose certificate is still to be signed elsewhere. */
  | { readonly kind: 'key'; readonly key: string };

/** What a kubeconfig with one cluster and one user is made of. */
export interface KubeconfigInput {
  readonly cluster: string;
  readonly server: string;
  /** PEM text of the CA, embedded; undefined: the system's CAs. */
  readonly authority: string | undefined;
  readonly user: string;
  readonly credentials: Credentials;
}

/** A kubeconfig as text, with the layout of kubeadm's files (1.36.3): context `user@cluster`, data embedded. */
export function buildKubeconfig(input: KubeconfigInput): string {
  const context = `${input.user}@${input.cluster}`;
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: input.cluster, cluster: clusterEntry(input.server, input.authority) }],
    contexts: [{ name: context, context: { cluster: input.cluster, user: input.user } }],
    'current-context': context,
    users: [{ name: input.user, user: userEntry(input.credentials) }],
  });
}

/**
 * The kubeconfig in the ConfigMap kube-public/cluster-info: one cluster without a name, no user, empty lists and an empty
 * current context written out, as joining nodes of kubeadm expect and sign it.
 */
export function clusterInfoKubeconfig(server: string, authority: string): string {
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: '', cluster: clusterEntry(server, authority) }],
    contexts: null,
    'current-context': '',
    users: null,
  });
}

/** A kubeconfig for TLS bootstrap: user and token only (kubeadm join). */
export function bootstrapKubeconfig(input: {
  readonly cluster: string;
  readonly server: string;
  readonly authority: string | undefined;
  readonly user: string;
  readonly token: string;
}): string {
  return buildKubeconfig({ ...input, credentials: { kind: 'token', token: input.token } });
}

/**
 * A kubeconfig without credentials.
 * @param authority PEM text of the CA; undefined: whoever answers is believed, for what is verified by other means
 */
export function anonymousKubeconfig(server: string, authority?: string): string {
  const trust = authority === undefined ? { 'insecure-skip-tls-verify': true } : {};
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kubernetes', cluster: { ...clusterEntry(server, authority), ...trust } }],
    contexts: [{ name: 'anonymous@kubernetes', context: { cluster: 'kubernetes', user: '' } }],
    'current-context': 'anonymous@kubernetes',
    users: [],
  });
}

/** One cluster of a kubeconfig. */
export interface KubeconfigCluster {
  readonly name: string;
  readonly server: string;
  /** PEM text, decoded from certificate-authority-data; undefined when there is none. */
  readonly authority: string | undefined;
  /** Path in certificate-authority. */
  readonly authorityFile: string | undefined;
}

/** One user of a kubeconfig. */
export interface KubeconfigUser {
  readonly name: string;
  /** PEM texts, decoded from the embedded data. */
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly certificateFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly token: string | undefined;
}

/** A kubeconfig as far as we use it; `document` is the whole of it. */
export interface Kubeconfig {
  readonly document: JsonObject;
  readonly clusters: readonly KubeconfigCluster[];
  readonly users: readonly KubeconfigUser[];
  readonly contexts: readonly { readonly name: string; readonly cluster: string; readonly user: string }[];
  readonly currentContext: string;
}

/** Reads a kubeconfig, YAML or JSON. An empty text is a kubeconfig with nothing in it, as for kubeadm and kubectl. */
export function parseKubeconfig(text: string): Loaded<Kubeconfig> {
  let parsed: Json;
  try {
    parsed = parseYaml(text) ?? {};
  } catch (error) {
    return { problem: `it is not YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)})` };
  }
  if (!isObject(parsed)) return { problem: 'it is not a kubeconfig' };
  const { kind, apiVersion } = parsed;
  if ((kind !== undefined && kind !== 'Config') || (apiVersion !== undefined && apiVersion !== 'v1')) {
    return { problem: `it is of kind ${String(kind)} (${String(apiVersion)}), not Config (v1)` };
  }
  return {
    value: {
      document: parsed,
      clusters: entries(parsed, 'clusters', 'cluster').map(([name, entry]) => ({
        name,
        server: textAt(entry, 'server') ?? '',
        authority: decodedAt(entry, 'certificate-authority-data'),
        authorityFile: textAt(entry, 'certificate-authority'),
      })),
      users: entries(parsed, 'users', 'user').map(([name, entry]) => ({
        name,
        certificate: decodedAt(entry, 'client-certificate-data'),
        key: decodedAt(entry, 'client-key-data'),
        certificateFile: textAt(entry, 'client-certificate'),
        keyFile: textAt(entry, 'client-key'),
        token: textAt(entry, 'token'),
      })),
      contexts: entries(parsed, 'contexts', 'context').map(([name, entry]) => ({
        name,
        cluster: textAt(entry, 'cluster') ?? '',
        user: textAt(entry, 'user') ?? '',
      })),
      currentContext: textAt(parsed, 'current-context') ?? '',
    },
  };
}

/** The cluster of the current context, or why there is none. */
export function currentCluster(config: Kubeconfig): Loaded<KubeconfigCluster> {
  const context = config.contexts.find(({ name }) => name === config.currentContext);
  if (context === undefined)
    return { problem: `its current context "${config.currentContext}" is not among its contexts` };
  const cluster = config.clusters.find(({ name }) => name === context.cluster);
  if (cluster === undefined)
    return { problem: `its current context names the cluster "${context.cluster}", which it does not have` };
  return { value: cluster };
}

/** The user of the current context; undefined when there is none. */
export function currentUser(config: Kubeconfig): KubeconfigUser | undefined {
  const context = config.contexts.find(({ name }) => name === config.currentContext);
  return config.users.find(({ name }) => name === context?.user);
}

/**
 * A kubeconfig whose current user takes certificate and key from one file that the kubelet rotates; embedded data goes.
 * The rest stays as it is. (kubeadm's kubelet-finalize)
 */
export function withRotatedClientCertificate(config: Kubeconfig, pemPath: string): string {
  const user = currentUser(config)?.name;
  const users = listAt(config.document, 'users').map((item) => {
    if (!isObject(item) || item['name'] !== user || !isObject(item['user'])) return item;
    const { 'client-certificate-data': _certificate, 'client-key-data': _key, ...rest } = item['user'];
    return { ...item, user: { ...rest, 'client-certificate': pemPath, 'client-key': pemPath } };
  });
  return toYaml({ ...config.document, users });
}

/**
 * A kubeconfig whose current user has another client certificate and key, and whose current cluster trusts this CA; all
 * of it embedded. The rest stays as it is. (kubeadm's renewal)
 */
export function withClientCertificate(
  config: Kubeconfig,
  pem: { readonly certificate: string; readonly key: string; readonly authority: string },
): string {
  const user = currentUser(config)?.name;
  const cluster = currentCluster(config).value?.name;
  const embed = (list: string, inner: string, name: string | undefined, fields: JsonObject): readonly Json[] =>
    listAt(config.document, list).map((item) =>
      isObject(item) && item['name'] === name && isObject(item[inner])
        ? { ...item, [inner]: { ...item[inner], ...fields } }
        : item,
    );
  return toYaml({
    ...config.document,
    clusters: embed('clusters', 'cluster', cluster, { 'certificate-authority-data': base64(pem.authority) }),
    users: embed('users', 'user', user, {
      'client-certificate-data': base64(pem.certificate),
      'client-key-data': base64(pem.key),
    }),
  });
}

/** A kubeconfig with another server in every cluster (a joining control plane talks to the API server beside it). */
export function withServer(config: Kubeconfig, server: string): string {
  const clusters = listAt(config.document, 'clusters').map((item) =>
    isObject(item) && isObject(item['cluster']) ? { ...item, cluster: { ...item['cluster'], server } } : item,
  );
  return toYaml({ ...config.document, clusters });
}

function clusterEntry(server: string, authority: string | undefined): JsonObject {
  return { server, ...(authority === undefined ? {} : { 'certificate-authority-data': base64(authority) }) };
}

function userEntry(credentials: Credentials): JsonObject {
  switch (credentials.kind) {
    case 'token':
      return { token: credentials.token };
    case 'key':
      return { 'client-key-data': base64(credentials.key) };
    case 'certificate':
      return {
        'client-certificate-data': base64(credentials.certificate),
        'client-key-data': base64(credentials.key),
      };
  }
}

function entries(config: JsonObject, list: string, inner: string): readonly (readonly [string, JsonObject])[] {
  return listAt(config, list).flatMap((item) => {
    if (!isObject(item)) return [];
    const body = item[inner];
    return [[textAt(item, 'name') ?? '', isObject(body) ? body : {}] as const];
  });
}

function listAt(config: JsonObject, key: string): readonly Json[] {
  const list = config[key];
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function decodedAt(object: JsonObject, key: string): string | undefined {
  const value = textAt(object, key);
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
