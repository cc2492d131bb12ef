import { isDeepStrictEqual } from 'node:util';
import { applyPatch } from 'rfc6902';
import type { Files } from '../../src/host/files.ts';
import { ApiError, type KubeApi, type KubeApis } from '../../src/host/kube-api.ts';
import { knownResource } from '../../src/host/kube-resources.ts';
import { type ApiRef, refKey, refOf, type Via } from '../../src/plan/api-object.ts';
import type { Json, KubeObject } from '../../src/plan/json.ts';
import { applyFields, mergePatch, strategicPatch } from './object-merge.ts';
import { matchesFields, matchesLabels } from './selectors.ts';

export type Verb = 'get' | 'list' | 'create' | 'update' | 'apply' | 'patch' | 'delete' | 'raw';

/** One request as the fake sees it. */
export interface FakeRequest {
  readonly verb: Verb;
  /** The kubeconfig it came by. */
  readonly kubeconfig: string;
  readonly server?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** Of raw requests. */
  readonly path?: string;
}

/** Which requests; parts left out match everything. */
export type RequestPattern = Partial<FakeRequest>;

/** An API server that tests own. */
export interface FakeKube extends KubeApis {
  /** When true every request fails as if nobody listened. */
  down: boolean;
  /** Requests that are refused with 403 for as long as they stand here. */
  readonly forbidden: RequestPattern[];
  /** Makes matching requests fail, so many times (always when left out). */
  fail(pattern: RequestPattern, status: number, reason: string, times?: number, fields?: readonly string[]): void;
  /** Who a kubeconfig is, for SelfSubjectReview; others are kubernetes-admin. */
  readonly identities: Map<string, { readonly username: string; readonly groups: readonly string[] }>;
  /** What paths answer to raw; /livez, /readyz, /healthz and /version are there. */
  readonly answers: Map<string, { readonly status: number; readonly body: string }>;
  /** Puts an object there, as another manager would. */
  put(object: KubeObject): void;
  /** The object as stored. */
  stored(ref: ApiRef): KubeObject | undefined;
  /** Every stored object, sorted by key. */
  all(): readonly KubeObject[];
  /** Called before each request is served: a place for a controller, or for a change between two requests. */
  onRequest: ((request: FakeRequest) => void | Promise<void>) | undefined;
  /** Every request in words: `apply ConfigMap kube-system/kubeadm-config`. */
  readonly requests: readonly string[];
}

/**
 * A fake API server. It claims: the whole contract of KubeApi (test/contract/kube-api.ts): create refuses what exists, update and patch
 * what does not or has another resourceVersion, apply keeps fields of others and drops ours that are no longer wanted, an unchanged object
 * keeps its resourceVersion, delete honours preconditions, lists select by labels and fields, namespaces must exist, names in collections are
 * ordered. It does not claim: defaulting, validation, admission, garbage collection, controllers, managedFields.
 * @param files when given, connecting needs the kubeconfig to be there
 */
export function fakeKube({
  files,
  now = () => 0,
}: {
  readonly files?: Files;
  readonly now?: () => number;
} = {}): FakeKube {
  const objects = new Map<string, KubeObject>();
  const applied = new Map<string, KubeObject>();
  const failures: {
    pattern: RequestPattern;
    status: number;
    reason: string;
    times: number;
    fields: readonly string[];
  }[] = [];
  const requests: string[] = [];
  const clients = new Map<string, KubeApi>();
  const known = new Set<string>();
  let versions = 0;

  async function serve(request: FakeRequest): Promise<void> {
    requests.push(inWords(request));
    await fake.onRequest?.(request);
    if (fake.down) throw new ApiError(`${inWords(request)}: connection refused`, 0, 'ECONNREFUSED');
    const failing = failures.find(({ pattern, times }) => times > 0 && matches(request, pattern));
    if (failing !== undefined) {
      failing.times -= 1;
      const { status, reason, fields } = failing;
      throw new ApiError(`${inWords(request)}: ${reason}, on purpose`, status, reason, fields);
    }
    if (fake.forbidden.some((pattern) => matches(request, pattern))) {
      throw new ApiError(`${inWords(request)}: not allowed for ${request.kubeconfig}`, 403, 'Forbidden');
    }
  }

  function store(object: KubeObject, old: KubeObject | undefined): KubeObject {
    const key = refKey(refOf(object));
    const { resourceVersion: _, managedFields: __, ...metadata } = object.metadata;
    const fresh = {
      uid: `00000000-0000-4000-8000-${String(versions + 1).padStart(12, '0')}`,
      creationTimestamp: new Date(now()).toISOString().replace('.000Z', 'Z'),
    };
    const kept =
      old === undefined ? fresh : { uid: old.metadata['uid'], creationTimestamp: old.metadata['creationTimestamp'] };
    const next: KubeObject = {
      ...withoutStringData(object),
      metadata: { ...metadata, ...kept, name: metadata['name'] as string },
    };
    if (old !== undefined) {
      const unchanged = { ...next, metadata: { ...next.metadata, resourceVersion: old.metadata['resourceVersion'] } };
      if (isDeepStrictEqual(plain(unchanged), plain(old))) return old;
    }
    versions += 1;
    const stored = plain({ ...next, metadata: { ...next.metadata, resourceVersion: String(versions) } });
    objects.set(key, stored);
    return stored;
  }

  function needNamespace(object: KubeObject): void {
    const { namespace } = object.metadata;
    if (namespace === undefined || objects.has(`Namespace//${namespace}`)) return;
    throw new ApiError(`namespaces "${namespace}" not found`, 404, 'NotFound');
  }

  function need(ref: ApiRef, version: Json | undefined): KubeObject {
    const found = objects.get(refKey(ref));
    if (found === undefined) throw new ApiError(`${ref.kind} "${ref.name}" not found`, 404, 'NotFound');
    if (version !== undefined && version !== found.metadata['resourceVersion']) {
      throw new ApiError(`${ref.kind} "${ref.name}" has been modified`, 409, 'Conflict');
    }
    return found;
  }

  function client(via: Via): KubeApi {
    const by = { kubeconfig: via.kubeconfig, ...(via.server && { server: via.server }) };
    return {
      async get(ref) {
        await serve({ verb: 'get', ...by, ...target(ref) });
        return copy(objects.get(refKey(placed(ref))));
      },

      async list({ apiVersion, kind, namespace }, selectors = {}) {
        await serve({ verb: 'list', ...by, kind, ...(namespace && { namespace }) });
        return fake
          .all()
          .filter((object) => object.apiVersion === apiVersion && object.kind === kind)
          .filter((object) => namespace === undefined || object.metadata.namespace === namespace)
          .filter((object) => matchesLabels(object, selectors.labels) && matchesFields(object, selectors.fields));
      },

      async create(given) {
        const object = withNamespace(given);
        await serve({ verb: 'create', ...by, ...target(refOf(object)) });
        if (object.kind === 'SelfSubjectReview') {
          const userInfo = fake.identities.get(via.kubeconfig) ?? administrator;
          return { ...object, status: { userInfo } };
        }
        needNamespace(object);
        if (objects.has(refKey(refOf(object)))) {
          throw new ApiError(`${object.kind} "${object.metadata.name}" already exists`, 409, 'AlreadyExists');
        }
        return copy(store(object, undefined));
      },

      async update(given) {
        const object = withNamespace(given);
        await serve({ verb: 'update', ...by, ...target(refOf(object)) });
        return copy(store(object, need(refOf(object), object.metadata['resourceVersion'] as Json | undefined)));
      },

      async apply(given) {
        const object = withNamespace(given);
        const ref = refOf(object);
        await serve({ verb: 'apply', ...by, ...target(ref) });
        needNamespace(object);
        const old = objects.get(refKey(ref));
        const wanted = withoutStringData(object);
        const merged = old === undefined ? wanted : applyFields(applied.get(refKey(ref)), old, wanted);
        applied.set(refKey(ref), plain(wanted));
        return copy(store(merged as KubeObject, old));
      },

      async patch(given, patch, type) {
        const ref = placed(given);
        await serve({ verb: 'patch', ...by, ...target(ref) });
        const version = (patch as { metadata?: { resourceVersion?: Json } }).metadata?.resourceVersion;
        const old = need(ref, version);
        return copy(store(patched(old, patch, type), old));
      },

      async delete(given, preconditions = {}) {
        const ref = placed(given);
        await serve({ verb: 'delete', ...by, ...target(ref) });
        const found = objects.get(refKey(ref));
        if (found === undefined) return false;
        for (const [field, value] of Object.entries(preconditions)) {
          if (value !== undefined && value !== found.metadata[field]) {
            throw new ApiError(`${ref.kind} "${ref.name}" is not the one meant: ${field} differs`, 409, 'Conflict');
          }
        }
        objects.delete(refKey(ref));
        applied.delete(refKey(ref));
        return true;
      },

      async raw(path) {
        await serve({ verb: 'raw', ...by, path });
        return fake.answers.get(path) ?? { status: 404, body: '404 page not found\n' };
      },

      close: async () => {},
    };
  }

  const fake: FakeKube = {
    down: false,
    forbidden: [],
    identities: new Map(),
    answers: new Map([
      ...['/healthz', '/livez', '/readyz'].map((path) => [path, { status: 200, body: 'ok' }] as const),
      ['/version', { status: 200, body: '{"major":"1","minor":"36","gitVersion":"v1.36.3"}' }],
    ]),
    onRequest: undefined,
    requests,
    fail(pattern, status, reason, times = Number.POSITIVE_INFINITY, fields = []) {
      failures.push({ pattern, status, reason, times, fields });
    },
    put: (object) => {
      store(object, objects.get(refKey(refOf(object))));
    },
    stored: (ref) => copy(objects.get(refKey(ref))),
    all: () => [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => copy(object)),
    know: (name) => {
      known.add(name);
    },
    async connect(via) {
      if (files !== undefined && !known.has(via.kubeconfig) && (await files.read(via.kubeconfig)) === undefined) {
        throw new ApiError(`the kubeconfig ${via.kubeconfig} does not exist`, 0, 'NoKubeconfig');
      }
      const key = `${via.kubeconfig} ${via.server ?? ''}`;
      const opened = clients.get(key) ?? client(via);
      clients.set(key, opened);
      return opened;
    },
    closeAll: async () => clients.clear(),
  };
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
    fake.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  return fake;
}

const administrator = { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };

function patched(old: KubeObject, patch: Json, type: 'strategic' | 'merge' | 'json'): KubeObject {
  if (type === 'merge') return mergePatch(old, patch) as KubeObject;
  if (type === 'strategic') return strategicPatch(old, patch) as KubeObject;
  const result = copy(old);
  const failed = applyPatch(result, copy(patch) as never).find((error) => error !== null);
  if (failed) throw new ApiError(`the JSON patch does not fit: ${failed.name}`, 422, 'Invalid');
  return result;
}

/** Secrets and stringData: the server stores only data. */
function withoutStringData(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  if (object.kind !== 'Secret' || stringData === undefined) return object;
  const encoded = Object.entries(stringData as { readonly [key: string]: string }).map(([key, value]) => [
    key,
    Buffer.from(value).toString('base64'),
  ]);
  return { ...rest, data: { ...(object['data'] as object), ...Object.fromEntries(encoded) } } as KubeObject;
}

function withNamespace(object: KubeObject): KubeObject {
  const { namespace } = placed(refOf(object));
  return namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace } };
}

function placed(ref: ApiRef): ApiRef {
  return knownResource(ref)?.namespaced === true ? { ...ref, namespace: ref.namespace ?? 'default' } : ref;
}

function target({ kind, name, namespace }: ApiRef) {
  return { kind, name, ...(namespace && { namespace }) };
}

function inWords({ verb, kind, namespace, name, path }: FakeRequest): string {
  if (path !== undefined) return `${verb} ${path}`;
  return [verb, kind, [namespace, name].filter((part) => part !== undefined).join('/')].join(' ').trim();
}

function matches(request: FakeRequest, pattern: RequestPattern): boolean {
  return Object.entries(pattern).every(([field, value]) => request[field as keyof FakeRequest] === value);
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

function copy<T>(value: T): T {
  return structuredClone(value);
}
