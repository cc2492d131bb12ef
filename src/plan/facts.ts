import type { ApiRef, Via } from './api-object.ts';
import type { KubeObject } from './json.ts';
import type { Secret } from './secret.ts';

/**
 * What was seen of a file. `unknown` is never planned as absent. `predicted`: an earlier effect of the same plan will
 * have written it; its content may be known (`text`) or known only once minted.
 */
export type FileFact =
  | { readonly state: 'present'; readonly text: Secret; readonly mode: number }
  | { readonly state: 'absent' }
  | { readonly state: 'directory'; readonly entries: readonly string[] }
  | { readonly state: 'unknown'; readonly why: string }
  | { readonly state: 'predicted'; readonly text?: Secret; readonly as: string };

/** What was seen of an API object. */
export type ObjectFact =
  | { readonly state: 'present'; readonly object: KubeObject }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly why: string }
  | { readonly state: 'predicted' };

/** Objects of a kind in a namespace that have labels, as a label selector says it. */
export interface ListRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly labels: string;
}

/** What was seen of such objects. There is no absent: a list may be empty. */
export type ListFact =
  | { readonly state: 'present'; readonly objects: readonly KubeObject[] }
  | { readonly state: 'unknown'; readonly why: string };

/** One member of etcd, as the membership list has it. */
export interface EtcdMemberFact {
  /** Lower-case hex. */
  readonly id: string;
  /** '' until it has started. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly learner: boolean;
}

/** What was seen of the cluster's etcd. There is no absent: a cluster has one, whether we see it or not. */
export type EtcdFact =
  | { readonly state: 'present'; readonly members: readonly EtcdMemberFact[] }
  | { readonly state: 'unknown'; readonly why: string };

/** How the stacked etcd of a cluster is reached: its endpoints are asked of the API server, its clients show certificates. */
export interface EtcdAccessPaths {
  readonly via: Via;
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Something a phase asks to be looked at before it plans. */
export type Look =
  | { readonly kind: 'file'; readonly path: string }
  /** Every regular file below a folder, any depth, in walk order (patches). A link to the folder is none. */
  | { readonly kind: 'tree'; readonly path: string }
  | { readonly kind: 'object'; readonly ref: ApiRef; readonly via: Via }
  /** Every object of a kind with a label. */
  | { readonly kind: 'list'; readonly of: ListRef; readonly via: Via }
  /** The members of the cluster's stacked etcd. */
  | { readonly kind: 'etcd'; readonly access: EtcdAccessPaths };

/** A file found below a looked-at tree. */
export interface TreeFile {
  readonly path: string;
  /** undefined: it is a link that leads to no file. */
  readonly text: string | undefined;
}

/** What was seen of the machine. */
export interface NodeFacts {
  /** OS host name as the kernel tells it. */
  readonly hostName: string;
  /** Variables of our own environment whose name ends in _proxy (any case) and that are not empty, sorted by name. */
  readonly proxyEnv: readonly { readonly name: string; readonly value: string }[];
  /** Whether the systemd-resolved service runs here. */
  readonly systemdResolvedActive: boolean;
  /** Which of the optional CA folders of the host exist (kubeadm mounts them into the control plane). */
  readonly caDirectories: readonly string[];
}

/** Everything seen before planning. A new value each time; never changed. */
export interface Facts {
  /** Milliseconds since the epoch: the start of this run's first try. All certificates of a run share it. */
  readonly startedAt: number;
  readonly node: NodeFacts;
  /** By path; holds what the selected phases' looks named. */
  readonly files: ReadonlyMap<string, FileFact>;
  /** By folder; `undefined` when the folder is missing. */
  readonly trees: ReadonlyMap<string, readonly TreeFile[] | undefined>;
  /** By refKey. */
  readonly objects: ReadonlyMap<string, ObjectFact>;
  /** By listKey; only when a look named one. */
  readonly lists?: ReadonlyMap<string, ListFact>;
  /** Only when a look named it. */
  readonly etcd?: EtcdFact;
}

/** A stable text key of such objects. */
export function listKey({ apiVersion, kind, namespace, labels }: ListRef): string {
  return `${kind}.${apiVersion}/${namespace}?${labels}`;
}

/** The fact of a file; a file nobody looked at is our own bug and said so. */
export function fileFact(facts: Facts, path: string): FileFact {
  const fact = facts.files.get(path);
  if (fact === undefined) throw new Error(`file ${path} is used in a plan but no look names it`);
  return fact;
}
