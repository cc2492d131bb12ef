import { type ApiRef, refOf, type Via } from '../plan/api-object.ts';
import type { Json, JsonObject, KubeObject } from '../plan/json.ts';
import type { Secret } from '../plan/secret.ts';
import type { Files } from './files.ts';
import { ApiError, type KubeApi, type KubeApis } from './kube-api.ts';
import { collectionPath, groupPath, knownResource, objectPath, type Resource } from './kube-resources.ts';
import type { KubeTransport } from './kube-transport.ts';
import type { Access } from './kubeconfig-access.ts';

const fieldManager = 'tsadm';

const patchTypes = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
} as const;

/** Clients for API servers named by kubeconfig files. The same Via gives the same client for as long as the file says the same. */
export function nodeKubeApis(options: {
  readonly files: Files;
  readonly env: { readonly [name: string]: string | undefined };
  readonly readYaml: (text: string) => Json;
}): KubeApis {
  const { files, env, readYaml } = options;
  const clients = new Map<string, { readonly access: string; readonly client: Promise<KubeApi> }>();

  const texts = new Map<string, Secret>();

  async function open(access: Access): Promise<KubeApi> {
    const { openTransport } = await import('./kube-transport.ts');
    const systemCa = async () => (await import('./system-ca.ts')).systemCa(files, env);
    return kubeApi(await openTransport(access, { env, systemCa }));
  }

  return {
    know(name, kubeconfig) {
      texts.set(name, kubeconfig);
    },

    async connect(via) {
      const { readAccess } = await import('./kubeconfig-access.ts');
      const read = await readAccess(via.kubeconfig, files, readYaml, texts.get(via.kubeconfig)?.reveal());
      const access = via.server === undefined ? read : { ...read, server: via.server };
      const key = keyOf(via);
      const known = clients.get(key);
      if (known?.access === JSON.stringify(access)) return known.client;
      const client = open(access);
      clients.set(key, { access: JSON.stringify(access), client });
      // Renewed credentials: what is under way ends on the old line.
      known?.client.then((old) => old.close()).catch(() => {});
      return client;
    },

    async closeAll() {
      const all = [...clients.values()];
      clients.clear();
      await Promise.allSettled(all.map(async ({ client }) => (await client).close('now')));
    },
  };
}

function keyOf({ kubeconfig, server = '' }: Via): string {
  return JSON.stringify([kubeconfig, server]);
}

/** The eight verbs over a line to a server. */
export function kubeApi(transport: KubeTransport): KubeApi {
  const discovered = new Map<string, Promise<readonly JsonObject[]>>();

  async function resourceOf(ref: Pick<ApiRef, 'apiVersion' | 'kind'>): Promise<Resource> {
    const known = knownResource(ref);
    if (known !== undefined) return known;
    const { apiVersion, kind } = ref;
    if (!discovered.has(apiVersion)) {
      const asked = discover(apiVersion);
      asked.catch(() => discovered.delete(apiVersion));
      discovered.set(apiVersion, asked);
    }
    const found = (await discovered.get(apiVersion)!).find((item) => item['kind'] === kind);
    if (found === undefined) throw new ApiError(`the server knows no ${kind} in ${apiVersion}`, 404, 'UnknownKind');
    return { plural: String(found['name']), namespaced: found['namespaced'] === true };
  }

  async function discover(apiVersion: string): Promise<readonly JsonObject[]> {
    const list = await ask({ method: 'GET', path: groupPath(apiVersion) });
    // Sub-resources such as pods/eviction have kinds of their own.
    return (list['resources'] as readonly JsonObject[]).filter((item) => !String(item['name']).includes('/'));
  }

  /** A request whose success is a JSON object. */
  async function ask(request: Parameters<KubeTransport['send']>[0], secret = false): Promise<JsonObject> {
    const answer = await transport.send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer, secret);
    return parseObject(answer.body) ?? invalid(request, answer.status);
  }

  async function write(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: Json,
    options: { readonly contentType?: string; readonly force?: boolean; readonly secret: boolean },
  ): Promise<KubeObject> {
    const query = `?fieldManager=${fieldManager}${options.force ? '&force=true' : ''}`;
    const contentType = options.contentType ?? 'application/json';
    const answer = await ask({ method, path: path + query, body: JSON.stringify(body), contentType }, options.secret);
    return answer as KubeObject;
  }

  async function pathOf(ref: ApiRef): Promise<string> {
    return objectPath(ref, await resourceOf(ref));
  }

  return {
    async get(ref) {
      const request = { method: 'GET', path: await pathOf(ref) };
      return unlessNotFound(ask(request) as Promise<KubeObject>);
    },

    async list({ apiVersion, kind, namespace }, selectors = {}) {
      const query = new URLSearchParams({
        ...(selectors.labels !== undefined && { labelSelector: selectors.labels }),
        ...(selectors.fields !== undefined && { fieldSelector: selectors.fields }),
      }).toString();
      const path = collectionPath(apiVersion, await resourceOf({ apiVersion, kind }), namespace);
      const list = await ask({ method: 'GET', path: query === '' ? path : `${path}?${query}` });
      // Items of a list come without their type.
      return ((list['items'] ?? []) as readonly KubeObject[]).map((item) => ({ ...item, apiVersion, kind }));
    },

    async create(object) {
      const resource = await resourceOf(object);
      const path = collectionPath(object.apiVersion, resource, object.metadata.namespace ?? 'default');
      return write('POST', path, object, { secret: isSecret(object) });
    },

    update: async (object) => write('PUT', await pathOf(refOf(object)), object, { secret: isSecret(object) }),

    apply: async (object) =>
      write('PATCH', await pathOf(refOf(object)), object, {
        contentType: 'application/apply-patch+yaml',
        force: true,
        secret: isSecret(object),
      }),

    patch: async (ref, patch, type) =>
      write('PATCH', await pathOf(ref), patch, { contentType: patchTypes[type], secret: isSecret(ref) }),

    async delete(ref, preconditions) {
      const body = JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(preconditions !== undefined && { preconditions }),
      });
      const deleted = ask({ method: 'DELETE', path: await pathOf(ref), body, contentType: 'application/json' });
      return (await unlessNotFound(deleted)) !== undefined;
    },

    raw: (path, { method = 'GET', timeoutMs } = {}) =>
      transport.send({ method, path, ...(timeoutMs !== undefined && { timeoutMs }) }),

    close: (when) => transport.close(when),
  };
}

function isSecret({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}

async function unlessNotFound<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404 && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

/**
 * An answer that is not success. A 404 counts as "the object is not there" only when the API server says so in a Status that names
 * it; a proxy's or another server's 404 must not look like an absent object.
 */
function refusal(
  { method, path }: { readonly method: string; readonly path: string },
  { status, body }: { readonly status: number; readonly body: string },
  secret: boolean,
): ApiError {
  const said = parseObject(body);
  const what = `${method} ${path.split('?')[0]}`;
  if (said?.['kind'] !== 'Status') return new ApiError(`${what}: HTTP status ${status}`, status, `Http${status}`);
  const details = (said['details'] ?? {}) as { readonly name?: string; readonly causes?: readonly JsonObject[] };
  const reason = String(said['reason'] ?? `Http${status}`);
  if (status === 404 && details.name === undefined)
    return new ApiError(`${what}: ${said['message']}`, 404, 'UnknownPath');
  // What a server finds wrong with a Secret it may quote.
  const quotes = secret && (status === 400 || status === 422 || said['reason'] === undefined);
  const causes = (details.causes ?? []).map(({ field, reason }) => `${field} ${reason}`).join(', ');
  const message = quotes ? causes || reason : said['message'];
  const fields = (details.causes ?? []).flatMap(({ field }) => (typeof field === 'string' ? [field] : []));
  return new ApiError(`${what}: ${message ?? reason}`, status, reason, fields);
}

function invalid({ method, path }: { readonly method: string; readonly path: string }, status: number): never {
  throw new ApiError(`${method} ${path.split('?')[0]}: the answer is not JSON`, status, 'InvalidAnswer');
}

function parseObject(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return value !== null && typeof value === 'object' ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
