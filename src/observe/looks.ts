import { connectClusterEtcd } from '../host/cluster-etcd.ts';
import type { EtcdMember } from '../host/etcd.ts';
import type { Files } from '../host/files.ts';
import type { Host } from '../host/host.ts';
import { ApiError } from '../host/kube-api.ts';
import { type ApiRef, refKey, type Via } from '../plan/api-object.ts';
import {
  type EtcdAccessPaths,
  type EtcdFact,
  type Facts,
  type FileFact,
  type ListFact,
  type ListRef,
  type Look,
  listKey,
  type ObjectFact,
  type TreeFile,
} from '../plan/facts.ts';
import { Secret } from '../plan/secret.ts';

/** The parts of the facts that come from looks. */
export type Seen = Pick<Facts, 'files' | 'trees' | 'objects' | 'lists' | 'etcd'>;

/** Looks at everything asked for, all at once. What cannot be read is `unknown` and says why, never absent. */
export async function carryOutLooks(looks: readonly Look[], host: Host): Promise<Seen> {
  const [files, trees, objects, lists, etcd] = await Promise.all([
    gather(
      looks.flatMap((look) => (look.kind === 'file' ? [look] : [])),
      (look) => look.path,
      (look) => lookAtFile(look.path, host.files),
    ),
    gather(
      looks.flatMap((look) => (look.kind === 'tree' ? [look] : [])),
      (look) => look.path,
      (look) => walkTree(look.path, host.files),
    ),
    gather(
      looks.flatMap((look) => (look.kind === 'object' ? [look] : [])),
      (look) => refKey(look.ref),
      (look) => lookAtObject(look.ref, look.via, host),
    ),
    gather(
      looks.flatMap((look) => (look.kind === 'list' ? [look] : [])),
      (look) => listKey(look.of),
      (look) => lookAtList(look.of, look.via, host),
    ),
    Promise.all(looks.flatMap((look) => (look.kind === 'etcd' ? [lookAtEtcd(look.access, host)] : []))),
  ]);
  return { files, trees, objects, lists, ...(etcd[0] !== undefined && { etcd: etcd[0] }) };
}

/** A map in the order of the looks; the same thing asked for twice is looked at once. */
async function gather<L, Fact>(
  looks: readonly L[],
  keyOf: (look: L) => string,
  see: (look: L) => Promise<Fact>,
): Promise<ReadonlyMap<string, Fact>> {
  const byKey = new Map(looks.map((look) => [keyOf(look), look] as const));
  return new Map(await Promise.all([...byKey].map(async ([key, look]) => [key, await see(look)] as const)));
}

/** What is at a path. */
export async function lookAtFile(path: string, files: Files): Promise<FileFact> {
  try {
    const stat = await files.stat(path);
    if (stat === undefined) return { state: 'absent' };
    if (stat.kind === 'directory') {
      const entries = await files.list(path);
      return entries === undefined ? { state: 'absent' } : { state: 'directory', entries };
    }
    if (stat.kind === 'other') return { state: 'unknown', why: `${path} is neither a file nor a folder` };
    const text = await files.read(path);
    return text === undefined
      ? { state: 'absent' }
      : { state: 'present', text: new Secret(text, `content of ${path}`), mode: stat.mode };
  } catch (error) {
    return { state: 'unknown', why: reasonOf(error) };
  }
}

/**
 * Regular files below a folder, names sorted within each folder and sub-folders in their place, as a sorted walk meets
 * them. Undefined when there is no such folder. A folder that cannot be read throws: half a set of patches is worse
 * than none. Only links to files are followed (Go's filepath.Walk, with which kubeadm looks).
 */
async function walkTree(folder: string, files: Files): Promise<readonly TreeFile[] | undefined> {
  if ((await files.isLink(folder)) || (await files.stat(folder))?.kind !== 'directory') return undefined;
  const names = await files.list(folder);
  if (names === undefined) return undefined;
  const found = await Promise.all(names.map((name) => walkEntry(`${folder.replace(/\/+$/, '')}/${name}`, files)));
  return found.flat();
}

async function walkEntry(path: string, files: Files): Promise<readonly TreeFile[]> {
  const [stat, isLink] = await Promise.all([files.stat(path), files.isLink(path)]);
  if (stat?.kind === 'directory' && !isLink) return (await walkTree(path, files)) ?? [];
  if (stat?.kind !== 'file') return isLink ? [{ path, text: undefined }] : [];
  const text = await files.read(path);
  return text === undefined ? [] : [{ path, text }];
}

async function lookAtObject(ref: ApiRef, via: Via, host: Host): Promise<ObjectFact> {
  try {
    const object = await (await host.kube.connect(via)).get(ref);
    return object === undefined ? { state: 'absent' } : { state: 'present', object };
  } catch (error) {
    return { state: 'unknown', why: reasonOf(error) };
  }
}

const listTries = 10;
const listRetryMs = 500;

/**
 * An API server that has just been replaced is asked again for a while, also when it says that this is forbidden: it knows
 * no rights at first. Without a kubeconfig nobody is asked.
 */
async function lookAtList({ labels, ...kind }: ListRef, via: Via, host: Host): Promise<ListFact> {
  for (let tries = 1; ; tries++) {
    try {
      return { state: 'present', objects: await (await host.kube.connect(via)).list(kind, { labels }) };
    } catch (error) {
      const mayHeal = error instanceof ApiError && error.reason !== 'NoKubeconfig';
      if (!mayHeal || tries === listTries) return { state: 'unknown', why: reasonOf(error) };
      await host.clock.sleep(listRetryMs);
    }
  }
}

const etcdTries = 20;
const etcdRetryMs = 500;

/**
 * The members of etcd. The API server behind a load balancer may be one that just goes, and etcd may be choosing a
 * leader: both are asked again for a while. Without the kubeconfig or the certificates there is no cluster yet.
 */
async function lookAtEtcd(access: EtcdAccessPaths, host: Host): Promise<EtcdFact> {
  for (const path of [access.via.kubeconfig, access.caFile, access.certFile, access.keyFile]) {
    if ((await host.files.stat(path)) === undefined) return { state: 'unknown', why: `${path} is not there yet` };
  }
  for (let tries = 1; ; tries++) {
    try {
      return { state: 'present', members: await membersOf(access, host) };
    } catch (error) {
      if (tries === etcdTries) return { state: 'unknown', why: reasonOf(error) };
      await host.clock.sleep(etcdRetryMs);
    }
  }
}

async function membersOf(access: EtcdAccessPaths, host: Host): Promise<readonly EtcdMember[]> {
  const { etcd } = await connectClusterEtcd(host, access);
  try {
    return await etcd.members();
  } finally {
    etcd.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
