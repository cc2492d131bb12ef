import { dirname, resolve } from 'node:path';
import type { Host } from '../../host/host.ts';
import { currentUser, type Kubeconfig, parseKubeconfig } from '../../pki/kubeconfig.ts';
import type { Json, JsonObject } from '../../plan/json.ts';
import { Secret } from '../../plan/secret.ts';
import { toYaml } from '../../spec/yaml-write.ts';
import { openLine } from './ask.ts';
import { type Asking, askAgain } from './ask-again.ts';
import { askClusterInfo, clusterIn, clusterOf } from './cluster-info.ts';
import { DiscoveryError } from './discovery-error.ts';

/** What a kubeconfig for discovery says, files that it names read into it. */
export interface DiscoveryFile {
  readonly server: string;
  /** PEM text. */
  readonly authority: string | undefined;
  /** With the current context's cluster and user alone. */
  readonly kubeconfig: Secret;
  readonly hasCredentials: boolean;
}

/** A cluster found by a file. */
export interface FileCluster {
  readonly server: string;
  readonly authority: string;
  readonly kubeconfig: Secret;
  readonly hasCredentials: boolean;
  readonly warnings: readonly string[];
}

/**
 * Discovery by a kubeconfig, as kubeadm does it (1.36.3): the file decides where the cluster is and whom to trust;
 * cluster-info is fetched to see whether it agrees, and gives the CA when the file has none. A cluster that does not
 * show it is taken as the file has it.
 * @param path a path or an https URL
 * @throws DiscoveryError
 */
export async function discoverByFile(path: string, asking: Asking, host: Host): Promise<FileCluster> {
  const deadline = host.clock.monotonic() + asking.timeoutMs;
  const text = /^https:/i.test(path) ? await download(path, asking, host) : await readLocal(path, host);
  const file = await readDiscoveryFile(path, text, host);
  const line = await openLine('of the discovery file', file.kubeconfig, file.server, host);
  const rest = { ...asking, timeoutMs: deadline - host.clock.monotonic() };
  const at = new URL(file.server).host;
  const info = await askAgain(rest, (timeoutMs) => askClusterInfo(line, timeoutMs).catch(forbidden));
  const told = info === undefined ? undefined : clusterIn(info, at);
  const authority = file.authority ?? told?.authority;
  if (authority === undefined) {
    throw invalid(path, 'names no CA, and the cluster does not show its own', 'add certificate-authority-data to it');
  }
  const warnings = [
    ...(told === undefined
      ? [`${at} does not show kube-public/cluster-info to us; the file is believed as it is`]
      : []),
    ...(told !== undefined && told.server !== file.server
      ? [`the cluster calls itself ${told.server}, and the file ${file.server}; the file decides`]
      : []),
  ];
  return { ...file, authority, kubeconfig: withAuthority(file, authority), warnings };
}

/** The file may be enough without cluster-info. */
function forbidden(error: unknown): undefined {
  if (error instanceof DiscoveryError && error.obstacle === 'cluster-info-forbidden') return undefined;
  throw error;
}

async function readLocal(path: string, host: Host): Promise<string> {
  const hint = 'give the path of a kubeconfig on this machine, or an https URL';
  try {
    const text = await host.files.read(path);
    if (text !== undefined) return text;
  } catch (error) {
    throw missing(`${path} cannot be read`, hint, error);
  }
  throw missing(`there is no file ${path}`, hint);
}

function missing(message: string, hint: string, cause?: unknown): DiscoveryError {
  return new DiscoveryError({ obstacle: 'file-missing', message, hint, passing: false, cause });
}

async function download(url: string, asking: Asking, host: Host): Promise<string> {
  return askAgain(asking, async (timeoutMs) => {
    const answer = await host.net.httpGet(url, { timeoutMs });
    // A query may hold a signature that is as good as a password.
    const shown = url.replace(/[?#].*$/s, '');
    const hint = `try: curl -v ${shown}`;
    if ('error' in answer) {
      throw new DiscoveryError({
        obstacle: 'download-failed',
        message: `the kubeconfig cannot be fetched from ${shown}: ${answer.error}`,
        hint,
        passing: true,
      });
    }
    if (answer.status === 200) return answer.body;
    throw new DiscoveryError({
      obstacle: 'download-failed',
      message: `the kubeconfig cannot be fetched from ${shown}: status ${answer.status}`,
      hint,
      passing: answer.status >= 500 || answer.status === 429,
    });
  });
}

/**
 * Reads a kubeconfig for discovery. One without contexts, such as the text of cluster-info itself, names its cluster by
 * having no name for it. Credentials that need a program to be run are refused.
 * @throws DiscoveryError `file-invalid`
 */
export async function readDiscoveryFile(path: string, text: string, host: Host): Promise<DiscoveryFile> {
  const parsed = parseKubeconfig(text);
  const mend = 'a kubeconfig with one cluster, its CA and a current context is wanted; see kubectl config view';
  if (parsed.value === undefined) throw invalid(path, `is no kubeconfig: ${parsed.problem}`, mend);
  const config = parsed.value;
  const cluster = clusterOf(config);
  if (cluster === undefined) throw invalid(path, 'names no cluster with a server for its current context', mend);
  const entry = entryOf(config, 'clusters', 'cluster', cluster.name);
  const userName = currentUser(config)?.name;
  const user = userName === undefined ? {} : entryOf(config, 'users', 'user', userName);
  for (const [field, what] of programs) {
    if (user[field] !== undefined && user[field] !== null) {
      throw invalid(
        path,
        `wants ${what} for its credentials, which is not supported`,
        'put a token or a client certificate into it',
      );
    }
  }
  const embed = (holder: JsonObject, fields: readonly string[]) => embedded(path, holder, fields, host);
  const [clusterEntry, certified] = await Promise.all([
    embed(entry, ['certificate-authority']),
    embed(user, ['client-certificate', 'client-key']),
  ]);
  const userEntry = await withToken(path, certified, host);
  const authority = clusterEntry['certificate-authority-data'];
  return {
    server: cluster.server,
    authority: typeof authority === 'string' ? Buffer.from(authority, 'base64').toString('utf8') : undefined,
    kubeconfig: new Secret(
      documentOf(
        { name: cluster.name || 'kubernetes', entry: clusterEntry },
        { name: userName ?? '', entry: userEntry },
      ),
      'kubeconfig of the discovery file',
    ),
    hasCredentials: credentialFields.some((field) => typeof userEntry[field] === 'string' && userEntry[field] !== ''),
  };
}

const programs = [
  ['exec', 'a program to be run (exec)'],
  ['auth-provider', 'an auth-provider'],
] as const;
const credentialFields = ['token', 'client-certificate-data', 'username'];

function invalid(path: string, why: string, hint: string): DiscoveryError {
  const shown = path.replace(/(?<=^https:[^?]*)[?#].*$/is, '');
  return new DiscoveryError({ obstacle: 'file-invalid', message: `${shown} ${why}`, hint, passing: false });
}

function entryOf(config: Kubeconfig, list: string, field: string, name: string): JsonObject {
  const items = (config.document[list] ?? []) as readonly Json[];
  const item = items.map(objectOf).find((each) => (each['name'] ?? '') === name);
  return objectOf(item?.[field]);
}

/** An entry with the contents of the files that it names in the place of their names. */
async function embedded(path: string, holder: JsonObject, fields: readonly string[], host: Host): Promise<JsonObject> {
  const result: { [key: string]: Json | undefined } = { ...holder };
  for (const field of fields) {
    const named = holder[field];
    delete result[field];
    if (typeof named !== 'string' || named === '' || holder[`${field}-data`]) continue;
    const content = await readNamed(path, named, field, host);
    result[`${field}-data`] = Buffer.from(content, 'utf8').toString('base64');
  }
  return result;
}

async function withToken(path: string, { tokenFile, ...user }: JsonObject, host: Host): Promise<JsonObject> {
  if (typeof tokenFile !== 'string' || tokenFile === '') return user;
  return { ...user, token: (await readNamed(path, tokenFile, 'tokenFile', host)).trim() };
}

async function readNamed(path: string, named: string, field: string, host: Host): Promise<string> {
  const target = resolve(dirname(path), named);
  const text = await host.files.read(target).catch(() => undefined);
  if (text !== undefined) return text;
  throw invalid(
    path,
    `names ${target} as its ${field}, which cannot be read`,
    'embed it: kubectl config view --flatten --raw',
  );
}

interface Entry {
  readonly name: string;
  readonly entry: JsonObject;
}

function documentOf(cluster: Entry, user: Entry): string {
  const context = `${user.name}@${cluster.name}`;
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster.name, cluster: cluster.entry }],
    contexts: [{ name: context, context: { cluster: cluster.name, user: user.name } }],
    'current-context': context,
    users: user.name === '' ? [] : [{ name: user.name, user: user.entry }],
  });
}

function withAuthority({ kubeconfig, authority: own }: DiscoveryFile, authority: string): Secret {
  if (own !== undefined) return kubeconfig;
  const config = parseKubeconfig(kubeconfig.reveal()).value!;
  const clusters = (config.document['clusters'] as readonly Json[]).map((item) => ({
    ...objectOf(item),
    cluster: {
      ...objectOf(objectOf(item)['cluster']),
      'certificate-authority-data': Buffer.from(authority, 'utf8').toString('base64'),
    },
  }));
  return new Secret(toYaml({ ...config.document, clusters }), String(kubeconfig));
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}
