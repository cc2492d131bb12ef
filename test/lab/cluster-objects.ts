import { setTimeout as sleep } from 'node:timers/promises';
import { differences, showDifferences } from './difference.ts';
import type { LabNode } from './node.ts';
import { describePem } from './pem-text.ts';

const KINDS = [
  ...['configmaps', 'secrets', 'serviceaccounts', 'services', 'nodes', 'namespaces', 'daemonsets', 'deployments'],
  ...['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings', 'priorityclasses'],
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** `ConfigMap kube-system/kubeadm-config` → the object, without what every cluster has of its own. */
export type CapturedObjects = { readonly [name: string]: JsonObject };

/**
 * Takes down the objects of a cluster that bootstrapping makes, and those that exist anyway. Two captures are equal
 * (see `differences`) when both programs made the same objects with the same fields. Controllers go on filling in
 * objects for a while, so this looks again until nothing has changed for three seconds; wait for nodes and system
 * pods first.
 */
export async function captureObjects(node: LabNode, timeoutMs = 90_000): Promise<CapturedObjects> {
  const deadline = Date.now() + timeoutMs;
  for (let before = await snapshot(node); ; ) {
    await sleep(3000);
    const now = await snapshot(node);
    const changed = differences(before, now);
    if (changed.length === 0) return now;
    if (Date.now() > deadline) throw new Error(`objects do not settle:\n${showDifferences(changed)}`);
    before = now;
  }
}

async function snapshot(node: LabNode): Promise<CapturedObjects> {
  const { items } = JSON.parse(await node.kubectl('get', KINDS.join(','), '-A', '-o=json')) as {
    readonly items: readonly JsonObject[];
  };
  const captured = await Promise.all(items.map(async (item) => [nameOf(item), await normalized(item)] as const));
  return Object.fromEntries(withNumbers(captured));
}

/** Tokens have the same name once their ids are taken out; several are told apart by number, in the order of their content. */
function withNumbers(captured: readonly (readonly [string, JsonObject])[]): readonly (readonly [string, JsonObject])[] {
  const sorted = captured.map(([name, item]) => ({ name, item, order: `${name} ${JSON.stringify(item)}` }));
  sorted.sort((a, b) => (a.order < b.order ? -1 : 1));
  const seen = new Map<string, number>();
  return sorted.map(({ name, item }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} (${count})`, item] as const;
  });
}

function nameOf(item: JsonObject): string {
  const { name = '', namespace } = item['metadata'] as { readonly name?: string; readonly namespace?: string };
  return `${item['kind']} ${namespace ? `${namespace}/` : ''}${withoutTokenIds(name)}`;
}

async function normalized(item: JsonObject): Promise<JsonObject> {
  const { status: _, metadata, ...rest } = item;
  const own = ['managedFields', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink'];
  const kept = Object.entries(metadata as JsonObject).filter(([key]) => !own.includes(key));
  const secret = item['kind'] === 'Secret' ? withoutSecrets(item) : {};
  return (await walk({ ...rest, ...secret, metadata: Object.fromEntries(kept) })) as JsonObject;
}

/** Which fields a Secret has is compared, and those that say what it is for; what is random or a time is not. */
function withoutSecrets(item: JsonObject): JsonObject {
  const plain = ['description', 'usage-bootstrap-authentication', 'usage-bootstrap-signing', 'auth-extra-groups'];
  const data = Object.entries((item['data'] ?? {}) as { readonly [key: string]: string }).map(([key, value]) => {
    return [key, plain.includes(key) ? Buffer.from(value, 'base64').toString('utf8') : '…'];
  });
  return { data: Object.fromEntries(data) };
}

async function walk(value: Json): Promise<Json> {
  if (typeof value === 'string') return withoutTokenIds(await describePem(value));
  if (Array.isArray(value)) return Promise.all(value.map(walk));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([key, field]) => {
    // Signatures of cluster-info differ with the token; owners are named by uid.
    const masked = key === 'uid' || key.startsWith('jws-kubeconfig-') ? '…' : await walk(field);
    return [withoutTokenIds(key), masked] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Token ids are random, and are in names of Secrets and keys of cluster-info. */
function withoutTokenIds(text: string): string {
  return text
    .replace(/\b(bootstrap-token-|jws-kubeconfig-)[a-z0-9]{6}\b/g, '$1TOKEN')
    .replace(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, 'TOKEN');
}
