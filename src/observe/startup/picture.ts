import type { ServiceRun } from '../../host/service-manager.ts';

/** How a process ended: a container, or one start of the kubelet. */
export interface Exit {
  /** Of the container or of the start. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `exit code 1`, `exit code 137 (OOMKilled)`, `signal 9`. */
  readonly how: string;
  /** Restarts before it; undefined where nobody counts. */
  readonly attempt?: number;
  /** The line that says why; empty when it said nothing. */
  readonly why: string;
  /** Its last lines. */
  readonly words: readonly string[];
}

/** What a complaint of the kubelet is about; what it says is judged by likely-causes.ts. */
export type ComplaintKind = 'manifest' | 'sandbox' | 'image' | 'volume' | 'container' | 'health-port' | 'certificate';

/** Something the kubelet complains about, once or again and again. */
export interface Complaint {
  readonly kind: ComplaintKind;
  readonly text: string;
  /** Milliseconds since the epoch, oldest first. */
  readonly times: readonly number[];
}

/** How far a static Pod got. */
export interface PodView {
  readonly component: string;
  /** There is a manifest. */
  readonly wanted: boolean;
  /** Since when it is seen that there is none; milliseconds since the epoch. */
  readonly absentSince?: number;
  readonly image?: { readonly reference: string; readonly present: boolean };
  readonly sandbox: 'none' | 'notready' | 'ready';
  /** The newest container. */
  readonly container?: {
    readonly state: 'created' | 'running' | 'exited' | 'unknown';
    readonly attempt: number;
    /** When it was made; milliseconds since the epoch. */
    readonly startedAt: number;
  };
  /** Ends of containers of the Pod as it is now, oldest first. */
  readonly exits: readonly Exit[];
  readonly complaints: readonly Complaint[];
  /** Votes that a running etcd held without finding a leader: when, in milliseconds since the epoch. */
  readonly lostElections: readonly number[];
}

export interface RuntimeView {
  readonly answers: boolean;
  /** Why it does not answer. */
  readonly why: string;
  /** Since when it does not answer; milliseconds since the epoch. */
  readonly silentSince?: number;
  /** The image of sandboxes is there; looked at while a Pod has none. */
  readonly hasSandboxImage?: boolean;
  /** Its service, when the socket tells which that is. */
  readonly service?: { readonly name: string; readonly state: ServiceRun['state'] };
}

export interface KubeletView {
  /** Undefined when the init system does not tell. */
  readonly run?: ServiceRun;
  /** Since when its service is as it is; milliseconds since the epoch. */
  readonly stateSince: number;
  /** Ends of earlier starts, oldest first. */
  readonly exits: readonly Exit[];
  readonly complaints: readonly Complaint[];
}

/** An etcd elsewhere, as the API server's manifest names it. */
export interface RemoteEtcdView {
  readonly endpoint: string;
  /** Why it does not answer; undefined when it does. */
  readonly why?: string;
}

/** What is known at one moment of everything that must run before a component can, and what was seen before. */
export interface Picture {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When watching began: what ended before may have been mended since. */
  readonly since: number;
  /** Addresses of this machine. */
  readonly addresses: readonly string[];
  /** Undefined when no runtime is to be asked. */
  readonly runtime?: RuntimeView;
  readonly kubelet: KubeletView;
  readonly pods: ReadonlyMap<string, PodView>;
  readonly remoteEtcd: readonly RemoteEtcdView[];
  /** What follows when the configuration has been corrected, as the end of a sentence; that of `init` and `join` unless said. */
  readonly corrected?: string;
}
