import { AppError } from '../errors.ts';
import { ApiError } from '../host/kube-api.ts';
import type { ApiRef } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { OperationContext, ViaInput } from './operation.ts';
import { isAlreadyThere, retryApi } from './retry-api.ts';
import { pause } from './stopping.ts';

/** One change of etcd's membership at a time: etcd takes one learner only, and a quorum is counted before each. */
const leaseRef: ApiRef & { readonly namespace: string } = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'tsadm-etcd-membership',
};
/** The peer URL of the member that the holder adds or removes. */
const peerUrlAnnotation = 'tsadm/etcd-peer-url';
/** Peer URLs of those whose lease ran out in somebody else's hand: their learners are nobody's. */
const abandonedAnnotation = 'tsadm/abandoned-etcd-peer-urls';

/** As the leader elections of Kubernetes: long enough for a slow API server, short enough to wait for. */
const durationSeconds = 15;
const renewEveryMs = 4_000;
const lookEveryMs = 300;

/** Who wants to change the membership, and of which member. */
export interface LeaseRequest {
  readonly via: ViaInput;
  /** Name of the node; who has the lease already under this name goes on with it, as after a kill. */
  readonly node: string;
  readonly peerUrl: string;
  /** How long a holder that is alive is waited for. */
  readonly waitMs: number;
}

/** The lease in our hands. */
export interface HeldLease {
  /** Peer URLs whose learners may be removed: their owners are gone. */
  readonly abandoned: readonly string[];
  /** Tells the others that what was abandoned has been cleared away. */
  clearAbandoned(): Promise<void>;
  /** Takes the lease out of the cluster, unless somebody else has it by now. */
  release(): Promise<void>;
}

/** Another node changes the membership and does not come to an end. Exit 12. */
export class LeaseHeldError extends AppError {
  readonly kind = 'lease-held';
  readonly exitCode = 12;
}

/**
 * Takes the lease, when nobody has it or its holder has let it run out. That is judged by our own clock and by whether the
 * holder renews, never by comparing the times of two machines.
 * @throws LeaseHeldError after `waitMs`; what retryApi throws
 */
export async function takeMembershipLease(request: LeaseRequest, context: OperationContext): Promise<HeldLease> {
  const { clock } = context.host;
  const startedAt = clock.monotonic();
  let watched = { renewal: '', since: startedAt };
  let told = '';
  for (;;) {
    const found = await readLease(request, context);
    const holder = found === undefined ? '' : holderOf(found);
    if (found !== undefined && `${holder} ${renewalOf(found)}` !== watched.renewal) {
      watched = { renewal: `${holder} ${renewalOf(found)}`, since: clock.monotonic() };
    }
    const ours = holder === '' || holder === request.node;
    const expired = found !== undefined && clock.monotonic() - watched.since >= durationOf(found) * 1000;
    if (ours || expired) {
      const abandoned = abandonedIn(found, request);
      if (!ours) context.progress(`${holder} held the lease on etcd's membership and has not renewed it`);
      if (await writeLease(request, abandoned, found, context)) return held(request, abandoned, context);
      continue;
    }
    const waitedMs = clock.monotonic() - startedAt;
    if (waitedMs >= request.waitMs) {
      throw new LeaseHeldError(
        `node ${holder} has been changing the membership of etcd for ${Math.round(waitedMs / 1000)} s and is not done`,
        { hint: `see what runs on ${holder}; then give the same command again` },
      );
    }
    if (holder !== told) context.progress(`waiting for node ${holder}, which changes the membership of etcd`);
    told = holder;
    await pause(lookEveryMs, context);
  }
}

/** Keeps the lease alive while something is done; the lease is not given back. */
export async function whileRenewing<T>(
  request: LeaseRequest,
  context: OperationContext,
  deed: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const renewing = renewUntil(over.signal, request, context);
  try {
    return await deed();
  } finally {
    over.abort();
    await renewing;
  }
}

/** Gives the lease back when it is ours; nothing when it is not there or somebody else's. */
export async function releaseMembershipLease(request: LeaseRequest, context: OperationContext): Promise<void> {
  const found = await readLease(request, context);
  if (found === undefined || holderOf(found) !== request.node) return;
  const { uid, resourceVersion } = found.metadata as { readonly uid?: string; readonly resourceVersion?: string };
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  await retryApi('the end of the lease on etcd’s membership', context, async () => {
    const api = await context.host.kube.connect(request.via);
    await api.delete(leaseRef, preconditions).catch((error: unknown) => {
      // Somebody wrote to it in between: then it is not ours to delete.
      if (!isConflict(error)) throw error;
    });
  });
}

/** Whether this node has the lease. */
export async function holdsMembershipLease(request: LeaseRequest, context: OperationContext): Promise<boolean> {
  const found = await (await context.host.kube.connect(request.via)).get(leaseRef);
  return found !== undefined && holderOf(found) === request.node;
}

function held(request: LeaseRequest, abandoned: readonly string[], context: OperationContext): HeldLease {
  return {
    abandoned,
    clearAbandoned: async () => {
      const found = await readLease(request, context);
      if (found !== undefined && holderOf(found) === request.node) await writeLease(request, [], found, context);
    },
    release: () => releaseMembershipLease(request, context),
  };
}

/** A renewal that fails is tried again at the next; a lease that is lost is noticed by who looks at etcd. */
async function renewUntil(over: AbortSignal, request: LeaseRequest, context: OperationContext): Promise<void> {
  for (;;) {
    try {
      await context.host.clock.sleep(renewEveryMs, over);
    } catch {
      return;
    }
    try {
      const found = await (await context.host.kube.connect(request.via)).get(leaseRef);
      if (found !== undefined && holderOf(found) === request.node && !over.aborted) {
        await put(request, abandonedIn(found, request), found, context);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

async function readLease({ via }: LeaseRequest, context: OperationContext): Promise<KubeObject | undefined> {
  return retryApi('the lease on etcd’s membership', context, async () =>
    (await context.host.kube.connect(via)).get(leaseRef),
  );
}

/** False when somebody else was faster. */
async function writeLease(
  request: LeaseRequest,
  abandoned: readonly string[],
  found: KubeObject | undefined,
  context: OperationContext,
): Promise<boolean> {
  return retryApi('the lease on etcd’s membership', context, async () => {
    try {
      await put(request, abandoned, found, context);
      return true;
    } catch (error) {
      if (isConflict(error) || isAlreadyThere(error) || isGone(error)) return false;
      throw error;
    }
  });
}

async function put(
  { via, node, peerUrl }: LeaseRequest,
  abandoned: readonly string[],
  found: KubeObject | undefined,
  { host }: OperationContext,
): Promise<void> {
  // MicroTime: RFC 3339 with six digits of a second.
  const now = new Date(host.clock.now()).toISOString().replace('Z', '000Z');
  const api = await host.kube.connect(via);
  const annotations = {
    [peerUrlAnnotation]: peerUrl,
    ...(abandoned.length > 0 && { [abandonedAnnotation]: abandoned.join(',') }),
  };
  const spec: JsonObject = {
    holderIdentity: node,
    leaseDurationSeconds: durationSeconds,
    renewTime: now,
    acquireTime: found !== undefined && holderOf(found) === node ? (specOf(found)['acquireTime'] ?? now) : now,
  };
  const { apiVersion, kind, name, namespace } = leaseRef;
  const resourceVersion = found?.metadata['resourceVersion'];
  const metadata = { name, namespace, annotations, ...(typeof resourceVersion === 'string' && { resourceVersion }) };
  const object: KubeObject = { apiVersion, kind, metadata, spec };
  await (found === undefined ? api.create(object) : api.update(object));
}

/** What was abandoned before, and by the last holder when he was about another member: he did not come to an end. */
function abandonedIn(found: KubeObject | undefined, { peerUrl }: LeaseRequest): readonly string[] {
  const annotations = found?.metadata.annotations ?? {};
  const before = (annotations[abandonedAnnotation] ?? '').split(',').filter((url) => url !== '');
  const last = annotations[peerUrlAnnotation] ?? '';
  return [...new Set([...before, last])].filter((url) => url !== '' && url !== peerUrl);
}

function specOf(lease: KubeObject): JsonObject {
  return (lease['spec'] ?? {}) as JsonObject;
}

function holderOf(lease: KubeObject): string {
  return String(specOf(lease)['holderIdentity'] ?? '');
}

function renewalOf(lease: KubeObject): string {
  return String(specOf(lease)['renewTime'] ?? '');
}

function durationOf(lease: KubeObject): number {
  const seconds = Number(specOf(lease)['leaseDurationSeconds']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : durationSeconds;
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'Conflict';
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
