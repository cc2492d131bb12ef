import { connectClusterEtcd } from '../host/cluster-etcd.ts';
import { type Etcd, EtcdError, type EtcdMember } from '../host/etcd.ts';
import { ApiError } from '../host/kube-api.ts';
import type { EtcdAccessPaths } from '../plan/facts.ts';
import type { JsonObject } from '../plan/json.ts';
import type { LeaseRequest } from './membership-lease.ts';
import type { OperationContext, ViaInput } from './operation.ts';

/** How the cluster's etcd is reached; a mapped type, because an interface does not count as JSON to the compiler. */
export type EtcdAccessInput = {
  readonly [key in keyof EtcdAccessPaths]: key extends 'via' ? ViaInput : string;
};

/** The member of this node. */
export interface EtcdMemberInput extends JsonObject {
  readonly access: EtcdAccessInput;
  /** Name of the node and, once it has started, of its member. */
  readonly node: string;
  readonly peerUrl: string;
  readonly clientUrl: string;
  readonly dataDir: string;
  /** Where etcd tells its metrics, on this machine. */
  readonly metricsUrl: string;
  /** Runtime that its container runs in; empty when it was not looked for. */
  readonly criSocket: string;
  /** timeouts.etcdAPICall, milliseconds. */
  readonly timeoutMs: number;
}

/** While others change the membership, their own deadlines pass: adding, starting and promoting of more than one node. */
const patience = 5;

/** Between two looks at etcd. */
export const etcdIntervalMs = 100;

/** The lease under which this node's member is changed. */
export function leaseFor({ access, node, peerUrl, timeoutMs }: EtcdMemberInput): LeaseRequest {
  return { via: access.via, node, peerUrl, waitMs: patience * timeoutMs };
}

/** Opens etcd, does something with it and closes it. */
export async function withEtcd<T>(
  access: EtcdAccessInput,
  { host }: Pick<OperationContext, 'host'>,
  use: (etcd: Etcd) => Promise<T>,
): Promise<T> {
  const { etcd } = await connectClusterEtcd(host, access);
  try {
    return await use(etcd);
  } finally {
    etcd.close();
  }
}

/**
 * The same for a wait that looks many times: the client is opened when it is first needed and stays, so that a connection
 * which etcd is slow to take is there in the moment when etcd takes it.
 */
export async function withLastingEtcd<T>(
  access: EtcdAccessInput,
  { host }: Pick<OperationContext, 'host'>,
  use: (open: () => Promise<Etcd>) => Promise<T>,
): Promise<T> {
  let etcd: Etcd | undefined;
  try {
    return await use(async () => {
      etcd ??= (await connectClusterEtcd(host, access)).etcd;
      return etcd;
    });
  } finally {
    etcd?.close();
  }
}

/** The member with a peer URL. An unstarted member has no name, so that the URL is what it is known by. */
export function memberAt(peerUrl: string, members: readonly EtcdMember[]): EtcdMember | undefined {
  return members.find(({ peerUrls }) => peerUrls.includes(peerUrl));
}

/** Failures of the two servers that may be over a moment later. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ApiError) return ![400, 401, 403, 422].includes(error.status) && error.reason !== 'NoKubeconfig';
  if (!(error instanceof EtcdError)) return false;
  const passing = ['too-many-learners', 'learner-not-ready', 'already-a-member', 'not-enough-started'];
  return [...passing, 'unhealthy-cluster', 'no-leader', 'asked-a-learner', 'unreachable'].includes(error.reason)
    ? true
    : ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED'].includes(error.code);
}

/** `cp2 (8e9e05c52164694d, https://10.0.0.2:2380)` */
export function memberWords({ id, name, peerUrls }: EtcdMember): string {
  return `${name === '' ? 'one that has not started' : name} (${id}, ${peerUrls.join(', ')})`;
}
