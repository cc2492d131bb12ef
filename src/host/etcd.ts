/** One member of an etcd cluster, as the membership list has it. */
export interface EtcdMember {
  /** Lower-case hex without leading zeros, as etcdctl prints it. */
  readonly id: string;
  /** '' until the member has started for the first time. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** Empty until the member has started for the first time. */
  readonly clientUrls: readonly string[];
  /** It gets the log and has no vote. */
  readonly learner: boolean;
}

/** What one member says about itself. */
export interface EtcdStatus {
  readonly memberId: string;
  /** `3.6.8` */
  readonly version: string;
  /** Id of the member that leads; '' when it knows none. */
  readonly leader: string;
  readonly learner: boolean;
  readonly raftTerm: number;
  /** Newest log entry it knows to be committed. */
  readonly raftIndex: number;
  /** Newest log entry that is in its database. */
  readonly raftAppliedIndex: number;
  /** Bytes of the database file, and those of them that hold something. */
  readonly dbSize: number;
  readonly dbSizeInUse: number;
  /** What it complains about (no leader, alarms, a full disk). */
  readonly errors: readonly string[];
}

/** An alarm that some member raised: the database is full, or its data are not those of the others. */
export interface EtcdAlarm {
  readonly memberId: string;
  readonly alarm: 'NOSPACE' | 'CORRUPT';
}

/** Why etcd said no, as far as somebody decides by it. etcd itself has only gRPC codes and sentences. */
export type EtcdReason =
  | 'too-many-learners'
  /** A learner that has not started, or has not caught up with the leader. */
  | 'learner-not-ready'
  /** The member to be promoted votes already. */
  | 'not-a-learner'
  | 'member-not-found'
  /** Some member has this peer URL; or had it a moment ago, as etcd makes ids from the URL and the second. */
  | 'already-a-member'
  /** The change would leave too few started members for a quorum. */
  | 'not-enough-started'
  /** Some voter was not in touch with the leader for long enough; no change of membership is taken then. */
  | 'unhealthy-cluster'
  | 'no-leader'
  /** The endpoint is a learner, which serves next to nothing. */
  | 'asked-a-learner'
  /** No answer: nobody listens, TLS fails, or the time is over. */
  | 'unreachable'
  | 'other';

/** Why a call to etcd failed. */
export class EtcdError extends Error {
  readonly reason: EtcdReason;
  /** Name of the gRPC code (`UNAVAILABLE`, `FAILED_PRECONDITION`, …). */
  readonly code: string;
  constructor(message: string, reason: EtcdReason, code: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'EtcdError';
    this.reason = reason;
    this.code = code;
  }
}

/**
 * An etcd cluster through any of its endpoints: a call goes to the next endpoint when one gives no answer, has no leader or is a
 * learner. Failures are EtcdError; when every endpoint failed, that of the one which came nearest to an answer. No call is
 * tried twice at the same endpoint: whoever calls knows what may be repeated.
 */
export interface Etcd {
  /** The membership list as the quorum has it (a linearizable read). */
  members(): Promise<readonly EtcdMember[]>;
  /** Adds a member that is to learn the log before it votes. Gives the member and the whole list. */
  addLearner(peerUrl: string): Promise<{ readonly member: EtcdMember; readonly members: readonly EtcdMember[] }>;
  /** Gives a learner its vote. */
  promote(id: string): Promise<readonly EtcdMember[]>;
  remove(id: string): Promise<readonly EtcdMember[]>;
  updatePeerUrls(id: string, peerUrls: readonly string[]): Promise<readonly EtcdMember[]>;
  /** Asks this endpoint and no other; a learner answers too. */
  status(endpoint: string): Promise<EtcdStatus>;
  /** Resolves when this endpoint serves a linearizable read: it has a leader, and the leader has a quorum. Not for learners. */
  healthy(endpoint: string): Promise<void>;
  alarms(): Promise<readonly EtcdAlarm[]>;
  close(): void;
}

/** How etcd is reached. Paths are read when the first call is made; without them the connection is not encrypted. */
export interface EtcdAccess {
  /** Client URLs, `https://10.0.0.1:2379`. */
  readonly endpoints: readonly string[];
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

/** Opens clients; each is to be closed. Nothing is read or dialled before the first call. */
export interface Etcds {
  connect(access: EtcdAccess): Etcd;
}
