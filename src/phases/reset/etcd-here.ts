import { type EtcdOfManifest, readEtcdManifest } from '../../manifests/etcd-manifest.ts';
import { type Facts, fileFact, type Look } from '../../plan/facts.ts';
import { defaultEtcdDataDirectory, manifestPath } from '../../spec/paths.ts';
import type { ResetSpec } from '../../spec/reset-spec.ts';

/** A join leaves it between announcing its member to etcd and that member's vote (operations/learner-record.ts). */
const learnerRecord = '/var/lib/tsadm/etcd-learner.json';

/** What etcd has on this machine. */
export type EtcdHere =
  | { readonly kind: 'member'; readonly member: EtcdOfManifest; readonly manifest: boolean }
  /** No manifest: a worker, or a node that was reset half-way. kubeadm empties the default folder then. */
  | { readonly kind: 'none'; readonly dataDir: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'unreadable'; readonly why: string };

export const etcdHereLooks: readonly Look[] = [manifestPath('etcd'), learnerRecord].map((path) => ({
  kind: 'file',
  path,
}));

/** Whether a member of etcd belongs to this node, and where its data lie. */
export function etcdHere(spec: ResetSpec, facts: Facts): EtcdHere {
  if (spec.etcd === 'external') return { kind: 'external' };
  const path = manifestPath('etcd');
  const manifest = fileFact(facts, path);
  switch (manifest.state) {
    case 'present': {
      const read = readEtcdManifest(manifest.text.reveal());
      if ('problem' in read) return { kind: 'unreadable', why: `${path}: ${read.problem}` };
      return { kind: 'member', member: read.value, manifest: true };
    }
    case 'absent':
    case 'predicted':
      return learnerOf(facts) ?? { kind: 'none', dataDir: defaultEtcdDataDirectory };
    case 'directory':
      return { kind: 'unreadable', why: `${path} is a folder` };
    case 'unknown':
      return { kind: 'unreadable', why: manifest.why };
  }
}

/** The member of a join that was stopped before its manifest was written. */
function learnerOf(facts: Facts): EtcdHere | undefined {
  const record = fileFact(facts, learnerRecord);
  if (record.state !== 'present') return undefined;
  let read: { readonly peerUrl?: unknown; readonly dataDir?: unknown };
  try {
    read = JSON.parse(record.text.reveal()) as typeof read;
  } catch {
    return undefined;
  }
  const { peerUrl, dataDir } = read;
  if (typeof peerUrl !== 'string' || typeof dataDir !== 'string') return undefined;
  return { kind: 'member', manifest: false, member: { name: '', dataDir, peerUrl, clientUrls: [], alone: false } };
}
