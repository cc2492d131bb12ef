import { DecisionError, RefusedError, TimeoutError } from '../errors.ts';
import { connectClusterEtcd } from '../host/cluster-etcd.ts';
import { type Etcd, EtcdError, type EtcdMember } from '../host/etcd.ts';
import { ApiError } from '../host/kube-api.ts';
import type { JsonObject } from '../plan/json.ts';
import { type EtcdAccessInput, etcdIntervalMs, mayPass, memberAt, memberWords } from './etcd-member.ts';
import {
  holdsMembershipLease,
  type LeaseRequest,
  releaseMembershipLease,
  takeMembershipLease,
  whileRenewing,
} from './membership-lease.ts';
import type { Operation, OperationContext } from './operation.ts';
import { pause, stopIfAsked } from './stopping.ts';

/** The member of this node, as its static Pod or the record of a join tells. */
export interface EtcdMemberRemoveInput extends JsonObject {
  readonly access: EtcdAccessInput;
  /** '' when not known. */
  readonly node: string;
  readonly peerUrl: string;
  /** Where this member itself is reached. */
  readonly clientUrls: readonly string[];
  readonly dataDir: string;
  /** Its manifest makes it the first and only member. */
  readonly alone: boolean;
  /** Go on when nobody can say which members there are. */
  readonly force: boolean;
  /** timeouts.etcdAPICall, milliseconds. */
  readonly timeoutMs: number;
}

/** How often etcd is asked before it counts as not to be asked, and the pause between. */
const looks = 3;
const lookPauseMs = 500;
/** The lease may not be given back any more once this node's own API server has lost its etcd; then it runs out. */
const releaseMs = 2_000;

/**
 * Removes the member of this node from the cluster's etcd, and reads the list back. It is asked here first, at the node's
 * own member, so that no API server is needed. Never when the others would lose their quorum.
 */
export const etcdMemberRemove: Operation<EtcdMemberRemoveInput> = {
  name: 'etcd-member-remove',
  describe: ({ node, peerUrl }) => `remove ${node === '' ? 'the member' : node} (${peerUrl}) from the members of etcd`,

  async look(input, context) {
    if (await neverStarted(input, context)) return { verdict: 'keep', reason: 'etcd has never started here' };
    let asked: Asked;
    try {
      asked = await askPatiently(input, context);
    } catch (error) {
      if (!isSilence(error)) throw error;
      if (!input.force) throw undecided(input, error);
      return { verdict: 'unknown', reason: `goes on only with --force: ${error.message}` };
    }
    try {
      const own = memberAt(input.peerUrl, asked.members);
      if (own === undefined) return { verdict: 'keep', reason: 'it is not in the list of members' };
      if (asked.members.length === 1)
        return { verdict: 'keep', reason: 'it is the only member, and its data go with it' };
      const danger = await quorumDanger(asked, own);
      return danger === undefined ? { verdict: 'do', reason: memberWords(own) } : { verdict: 'refuse', reason: danger };
    } finally {
      asked.etcd.close();
    }
  },

  async act(input, context) {
    const known = await ask(input, input.clientUrls, context).catch((error: unknown) => {
      if (!isSilence(error)) throw error;
      if (!input.force) throw undecided(input, error);
      context.progress(
        `Warning: the members of etcd cannot be seen (${error.message}). If the cluster lives on elsewhere, remove this one there: etcdctl member list, then etcdctl member remove <id of ${input.peerUrl}>`,
      );
      return undefined;
    });
    if (known === undefined) return;
    known.etcd.close();
    await underLease(input, context, () => removeAndReadBack(input, known.members, context));
  },

  inverse: { none: 'a member that was removed comes back only by a join' },
};

interface Asked {
  readonly etcd: Etcd;
  readonly members: readonly EtcdMember[];
}

/** A first member without data has never been part of anything. */
async function neverStarted({ alone, dataDir }: EtcdMemberRemoveInput, { host }: OperationContext): Promise<boolean> {
  return alone && (await host.files.stat(`${dataDir}/member`)) === undefined;
}

/** The members, from the first that answers: the endpoints, else those that the API server tells. Whoever asked closes etcd. */
async function ask(
  { access }: EtcdMemberRemoveInput,
  endpoints: readonly string[],
  { host }: OperationContext,
): Promise<Asked> {
  const { via, ...files } = access;
  const direct = host.etcd.connect({ endpoints, ...files });
  try {
    return { etcd: direct, members: await direct.members() };
  } catch (error) {
    direct.close();
    if (!isSilence(error)) throw error;
    let other: Etcd | undefined;
    try {
      other = (await connectClusterEtcd(host, { via, ...files })).etcd;
      return { etcd: other, members: await other.members() };
    } catch (second) {
      other?.close();
      if (!isSilence(second)) throw second;
      throw error;
    }
  }
}

async function askPatiently(input: EtcdMemberRemoveInput, context: OperationContext): Promise<Asked> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(input, input.clientUrls, context);
    } catch (error) {
      if (!isSilence(error) || attempt === looks) throw error;
      await pause(lookPauseMs, context);
    }
  }
}

/** Nobody could say: not the same as that there is nothing. */
function isSilence(error: unknown): error is Error {
  return error instanceof EtcdError || error instanceof ApiError;
}

function undecided({ peerUrl }: EtcdMemberRemoveInput, cause: Error): DecisionError {
  return new DecisionError(
    `whether other members of etcd count on the one of this node (${peerUrl}) cannot be found out: ${cause.message}`,
    {
      hint: 'if this was the only control plane, or the others are lost: the same command with --force. If others live, mend etcd here first, or remove the member from there (etcdctl member remove) and use --force; --skip-phases=remove-etcd-member leaves etcd and its data alone',
      cause,
    },
  );
}

/** Why the rest could not go on without this member; undefined when it can. A learner has no vote that would be missed. */
async function quorumDanger({ etcd, members }: Asked, own: EtcdMember): Promise<string | undefined> {
  if (own.learner) return undefined;
  const others = members.filter((member) => member !== own && !member.learner);
  const dead = (
    await Promise.all(others.map(async (member) => ((await isWell(etcd, member)) ? [] : [memberWords(member)])))
  ).flat();
  const need = Math.floor(others.length / 2) + 1;
  const well = others.length - dead.length;
  if (well >= need) return undefined;
  const rest =
    others.length === 0
      ? 'it is the only one that votes, beside learners'
      : `of the ${others.length} others that vote, ${well} ${well === 1 ? 'is' : 'are'} well and ${need} are needed; not well: ${dead.join('; ')}`;
  return `without the member of this node etcd would lose its quorum, and the cluster with it: ${rest}. Mend those, or remove them first (etcdctl member remove), then give the same command again; --skip-phases=remove-etcd-member leaves etcd and its data alone`;
}

async function isWell(etcd: Etcd, { clientUrls }: EtcdMember): Promise<boolean> {
  const answers = await Promise.allSettled(clientUrls.map((url) => etcd.healthy(url)));
  return answers.some(({ status }) => status === 'fulfilled');
}

/** The lease orders changes of the membership. A cluster whose API server is down has nobody who joins it. */
async function underLease(
  input: EtcdMemberRemoveInput,
  context: OperationContext,
  deed: () => Promise<void>,
): Promise<void> {
  const { access, node, peerUrl, timeoutMs } = input;
  const request: LeaseRequest = { via: access.via, node: node || peerUrl, peerUrl, waitMs: timeoutMs };
  try {
    await holdsMembershipLease(request, context);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.progress(`the API server does not answer; etcd is changed without the lease on its membership`);
    return deed();
  }
  await takeMembershipLease(request, context);
  await whileRenewing(request, context, deed);
  await releaseMembershipLease(request, { ...context, apiTimeoutMs: releaseMs }).catch(() => {
    context.progress('the lease on etcd’s membership could not be given back; it runs out by itself in a few seconds');
  });
}

async function removeAndReadBack(
  input: EtcdMemberRemoveInput,
  found: readonly EtcdMember[],
  context: OperationContext,
): Promise<void> {
  const { clock } = context.host;
  const startedAt = clock.monotonic();
  // The others first: a member that is removed stops, and would take the answer with it.
  const others = found.filter((member) => memberAt(input.peerUrl, [member]) === undefined && !member.learner);
  const endpoints = [...others.flatMap(({ clientUrls }) => clientUrls), ...input.clientUrls];
  for (;;) {
    stopIfAsked(context);
    let lastSeen = 'it is still in the list';
    try {
      if (await isOut(input, endpoints, context)) return;
    } catch (error) {
      if (!mayPass(error)) throw error;
      lastSeen = (error as Error).message;
    }
    const waitedMs = clock.monotonic() - startedAt;
    if (waitedMs >= input.timeoutMs) {
      const awaited = 'etcd without the member of this node';
      throw new TimeoutError(
        `etcd did not let the member of this node go within ${input.timeoutMs / 1000} s: ${lastSeen}`,
        { awaited, waitedMs, lastSeen },
        { hint: 'see with etcdctl endpoint status --cluster what is wrong, then give the same command again' },
      );
    }
    await pause(etcdIntervalMs, context);
  }
}

/** True when the list, read anew, is without this node's member; otherwise it has been asked to go. */
async function isOut(
  input: EtcdMemberRemoveInput,
  endpoints: readonly string[],
  context: OperationContext,
): Promise<boolean> {
  const asked = await ask(input, endpoints, context);
  try {
    const own = memberAt(input.peerUrl, asked.members);
    if (own === undefined || asked.members.length === 1) return true;
    const danger = await quorumDanger(asked, own);
    if (danger !== undefined) throw new RefusedError('the member of etcd stays', [danger]);
    await asked.etcd.remove(own.id);
    context.progress(`Removed ${memberWords(own)} from the members of etcd`);
    return false;
  } finally {
    asked.etcd.close();
  }
}
