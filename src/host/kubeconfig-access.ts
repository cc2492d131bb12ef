import { dirname, resolve } from 'node:path';
import type { Json, JsonObject } from '../plan/json.ts';
import type { Files } from './files.ts';
import { ApiError } from './kube-api.ts';

/** What it takes to talk to a cluster: everything the current context of a kubeconfig says, files read. */
export interface Access {
  readonly server: string;
  readonly insecure: boolean;
  readonly ca?: string;
  readonly serverName?: string;
  readonly proxy?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Value of the Authorization header. */
  readonly authorization?: string;
}

/**
 * Reads the current context of a kubeconfig. Data inside the file wins over a file it names, tokenFile over token, as kubectl has it; relative
 * paths start at the kubeconfig. Whatever is missing or unusable is an ApiError `NoKubeconfig` that repeats nothing secret.
 * @param known the text, when it is known already and `path` is only its name
 */
export async function readAccess(
  path: string,
  files: Files,
  readYaml: (text: string) => Json,
  known?: string,
): Promise<Access> {
  const text =
    known ??
    (await files.read(path).catch((error: NodeJS.ErrnoException) => unusable(path, `cannot be read (${error.code})`)));
  if (text === undefined) return unusable(path, 'does not exist');
  const config = objectOf(parse(path, text, readYaml));
  const context = named(path, config, 'contexts', 'context', textOf(config['current-context']));
  const cluster = named(path, config, 'clusters', 'cluster', textOf(context['cluster']));
  const userName = textOf(context['user']);
  const user = userName === '' ? {} : named(path, config, 'users', 'user', userName);
  refuseUnsupported(path, user);

  const from = (holder: JsonObject, field: string) => dataOrFile(path, files, holder, field);
  const [ca, cert, key, token] = await Promise.all([
    from(cluster, 'certificate-authority'),
    from(user, 'client-certificate'),
    from(user, 'client-key'),
    tokenOf(path, files, user),
  ]);
  const server = textOf(cluster['server']);
  if (!URL.canParse(server)) return unusable(path, 'names no server for its current context');
  const serverName = textOf(cluster['tls-server-name']);
  const proxy = textOf(cluster['proxy-url']);
  const authorization = authorizationOf(token, user);
  return {
    server,
    insecure: cluster['insecure-skip-tls-verify'] === true,
    ...(ca !== undefined && { ca }),
    ...(serverName !== '' && { serverName }),
    ...(proxy !== '' && { proxy }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(authorization !== undefined && { authorization }),
  };
}

function unusable(path: string, why: string): never {
  throw new ApiError(`the kubeconfig ${path} ${why}`, 0, 'NoKubeconfig');
}

function parse(path: string, text: string, readYaml: (text: string) => Json): Json {
  try {
    return readYaml(text);
  } catch {
    // The reader's message would quote lines of the file, and lines of the file are keys.
    return unusable(path, 'is not valid YAML');
  }
}

/** The entry of a named list, e.g. the `cluster` of the item of `clusters` with that name. */
function named(path: string, config: JsonObject, list: string, field: string, name: string): JsonObject {
  if (name === '')
    return unusable(path, list === 'contexts' ? 'has no current-context' : `has a context without a ${field}`);
  const items = Array.isArray(config[list]) ? (config[list] as readonly Json[]) : [];
  const found = items.map(objectOf).find((item) => item['name'] === name);
  return found === undefined ? unusable(path, `has no ${field} "${name}"`) : objectOf(found[field]);
}

function refuseUnsupported(path: string, user: JsonObject): void {
  for (const [field, what] of unsupported) {
    if (user[field] !== undefined && user[field] !== null) {
      unusable(path, `uses ${what}, which is not supported; use a kubeconfig with a client certificate or a token`);
    }
  }
}

const unsupported = [
  ['exec', 'a credential plugin (exec)'],
  ['auth-provider', 'an auth-provider'],
  ['as', 'impersonation (as)'],
] as const;

async function dataOrFile(path: string, files: Files, holder: JsonObject, field: string): Promise<string | undefined> {
  const data = textOf(holder[`${field}-data`]);
  if (data !== '') return Buffer.from(data, 'base64').toString('utf8');
  const file = textOf(holder[field]);
  return file === '' ? undefined : readNamed(path, files, file, field);
}

async function readNamed(path: string, files: Files, file: string, field: string): Promise<string> {
  const target = resolve(dirname(path), file);
  const text = await files.read(target).catch(() => undefined);
  return text ?? unusable(path, `names ${target} as its ${field}, which cannot be read`);
}

async function tokenOf(path: string, files: Files, user: JsonObject): Promise<string> {
  const file = textOf(user['tokenFile']);
  return file === '' ? textOf(user['token']) : (await readNamed(path, files, file, 'tokenFile')).trim();
}

function authorizationOf(token: string, user: JsonObject): string | undefined {
  if (token !== '') return `Bearer ${token}`;
  const name = textOf(user['username']);
  if (name === '') return undefined;
  return `Basic ${Buffer.from(`${name}:${textOf(user['password'])}`).toString('base64')}`;
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
