import { RefusedError, TimeoutError } from '../errors.ts';
import { type Etcd, EtcdError, type EtcdMember } from '../host/etcd.ts';
import type { Judgement } from '../plan/effect.ts';
import {
  type EtcdMemberInput,
  etcdIntervalMs,
  leaseFor,
  mayPass,
  memberAt,
  memberWords,
  withEtcd,
} from './etcd-member.ts';
import { forgetLearner, hasData, isLearnersData, recordLearner, wipeData } from './learner-record.ts';
import {
  type HeldLease,
  LeaseHeldError,
  releaseMembershipLease,
  takeMembershipLease,
  whileRenewing,
} from './membership-lease.ts';
import type { Operation, OperationContext } from './operation.ts';
import { hasNoKubeconfig } from './retry-api.ts';
import { pause, stopIfAsked } from './stopping.ts';

/**
 * Adds the member of this node to the cluster's etcd, as a learner, and has the lease on the membership when it ends;
 * etcd-member-promote gives it back. The list is asked again after every failure: what was added is never added twice.
 */
export const etcdMemberAdd: Operation<EtcdMemberInput> = {
  name: 'etcd-member-add',
  describe: ({ node, peerUrl }) => `add ${node} (${peerUrl}) to the members of etcd, as a learner`,

  async look(input, context) {
    try {
      const own = await withEtcd(input.access, context, async (etcd) => memberAt(input.peerUrl, await etcd.members()));
      const standing = await standingOf(own, input, context);
      return judgementOf(standing, own, input);
    } catch (error) {
      if (hasNoKubeconfig(error) || isWithoutCertificates(error)) return { verdict: 'do', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    const lease = await takeMembershipLease(leaseFor(input), context);
    await whileRenewing(leaseFor(input), context, () => add(input, lease, context));
    await recordLearner(input, context);
  },

  inverse: {
    /** Only a learner is taken back: once it votes, the quorum counts on it. */
    async undo(input, context) {
      await withEtcd(input.access, context, async (etcd) => {
        const own = memberAt(input.peerUrl, await etcd.members());
        if (own?.learner) await etcd.remove(own.id);
      });
      await releaseMembershipLease(leaseFor(input), context);
    },
  },
};

/** How the member of this node stands to what lies on this machine. */
type Standing =
  | 'absent'
  | 'absent, our old data'
  | 'absent, foreign data'
  | 'there'
  | 'learner without data'
  | 'voter without data';

async function standingOf(
  own: EtcdMember | undefined,
  input: EtcdMemberInput,
  context: OperationContext,
): Promise<Standing> {
  const data = await hasData(input, context);
  if (own === undefined) {
    if (!data) return 'absent';
    return (await isLearnersData(input, context)) ? 'absent, our old data' : 'absent, foreign data';
  }
  if (data || own.name === '') return 'there';
  return own.learner ? 'learner without data' : 'voter without data';
}

function judgementOf(standing: Standing, own: EtcdMember | undefined, input: EtcdMemberInput): Judgement {
  switch (standing) {
    case 'absent':
      return { verdict: 'do' };
    case 'absent, our old data':
      return { verdict: 'do', reason: `${input.dataDir} holds the copy of an earlier try, which is wiped` };
    case 'learner without data':
      return { verdict: 'do', reason: 'the learner of an earlier try is replaced: its data are not here' };
    case 'there':
      return { verdict: 'keep', reason: own?.learner ? 'it is a learner already' : 'it is a member already' };
    default:
      return { verdict: 'refuse', reason: refusal(standing, own, input) };
  }
}

function refusal(standing: Standing, own: EtcdMember | undefined, { dataDir, node }: EtcdMemberInput): string {
  if (standing === 'absent, foreign data') {
    return `${dataDir} holds data of etcd, but the cluster has no member for ${node}: empty it with 'reset' if nobody needs them`;
  }
  return `etcd counts on ${own === undefined ? node : memberWords(own)}, but ${dataDir} holds no data of it: remove that member first (etcdctl member remove ${own?.id}), then join`;
}

/** Until this node's member is in the list. */
async function add(input: EtcdMemberInput, lease: HeldLease, context: OperationContext): Promise<void> {
  const { clock } = context.host;
  const startedAt = clock.monotonic();
  let lastSeen: unknown;
  let told = '';
  for (;;) {
    stopIfAsked(context);
    try {
      const inTheWay = await withEtcd(input.access, context, (etcd) => tryToAdd(etcd, input, lease, context));
      if (inTheWay === undefined) return;
      if (told !== inTheWay.id) context.progress(`waiting for another learner of etcd: ${memberWords(inTheWay)}`);
      told = inTheWay.id;
      lastSeen = inTheWay;
    } catch (error) {
      if (!mayPass(error)) throw error;
      lastSeen = error;
    }
    const waitedMs = clock.monotonic() - startedAt;
    if (waitedMs >= input.timeoutMs) throw tooLate(lastSeen, waitedMs, input);
    await pause(etcdIntervalMs, context);
  }
}

/** @returns the learner of somebody else that keeps ours from being added */
async function tryToAdd(
  etcd: Etcd,
  input: EtcdMemberInput,
  lease: HeldLease,
  context: OperationContext,
): Promise<EtcdMember | undefined> {
  const members = await etcd.members();
  const own = memberAt(input.peerUrl, members);
  const standing = await standingOf(own, input, context);
  if (standing === 'there') return undefined;
  if (standing === 'absent, foreign data' || standing === 'voter without data') {
    throw new RefusedError('etcd is left as it is', [refusal(standing, own, input)]);
  }
  if (standing === 'learner without data' && own !== undefined) await etcd.remove(own.id);
  const inTheWay = members.find((member) => member.learner && member !== own);
  if (inTheWay !== undefined) {
    if (!(await isAbandoned(etcd, inTheWay, lease))) return inTheWay;
    context.progress(`removing the learner of a join that was given up: ${memberWords(inTheWay)}`);
    await etcd.remove(inTheWay.id);
    await lease.clearAbandoned();
  }
  if (standing === 'absent, our old data') {
    context.progress(`wiping the copy that an earlier learner left in ${input.dataDir}`);
    await wipeData(input, context);
    await forgetLearner(context);
  }
  await etcd.addLearner(input.peerUrl);
  return undefined;
}

/** Its owner let the lease run out, and it has never started or gives no answer. A learner has no vote that would be missed. */
async function isAbandoned(etcd: Etcd, learner: EtcdMember, { abandoned }: HeldLease): Promise<boolean> {
  if (!learner.peerUrls.some((url) => abandoned.includes(url))) return false;
  if (learner.name === '') return true;
  const answers = await Promise.allSettled(learner.clientUrls.map((url) => etcd.status(url)));
  return answers.every(({ status }) => status === 'rejected');
}

function tooLate(lastSeen: unknown, waitedMs: number, { node, timeoutMs }: EtcdMemberInput): Error {
  if (lastSeen instanceof Error) {
    const detail = { awaited: `etcd takes ${node} as a member`, waitedMs, lastSeen: lastSeen.message };
    const hint = 'see with etcdctl member list whether all members are well, then give the same command again';
    return new TimeoutError(`etcd did not take ${node} as a member within ${timeoutMs / 1000} s`, detail, {
      hint,
      cause: lastSeen,
    });
  }
  const learner = lastSeen as EtcdMember;
  return new LeaseHeldError(
    `etcd takes one learner at a time, and another node's is not done: ${memberWords(learner)}`,
    {
      hint: `let the join of that node come to an end; if it never will: etcdctl member remove ${learner.id}, then the same command again`,
    },
  );
}

function isWithoutCertificates(error: unknown): error is EtcdError {
  return error instanceof EtcdError && error.code === 'FAILED_PRECONDITION' && error.reason === 'other';
}
