import { EffectError, TimeoutError } from '../errors.ts';
import { type Etcd, EtcdError } from '../host/etcd.ts';
import { LearnerRestart } from './etcd-learner-restart.ts';
import {
  type EtcdMemberInput,
  etcdIntervalMs,
  leaseFor,
  mayPass,
  memberAt,
  withEtcd,
  withLastingEtcd,
} from './etcd-member.ts';
import { forgetLearner } from './learner-record.ts';
import { holdsMembershipLease, releaseMembershipLease, whileRenewing } from './membership-lease.ts';
import type { Operation, OperationContext } from './operation.ts';
import { hasNoKubeconfig } from './retry-api.ts';
import { pause, stopIfAsked } from './stopping.ts';

/** kubeadm's eight looks five seconds apart, for the promoted member to serve. */
const serveMs = 40_000;

/** How far its container is costs more to see than what etcd says. */
const watchEveryMs = 1_000;

/**
 * Waits until the learner of this node has started and caught up, gives it its vote, and reads back that it votes and
 * serves. Going back is wrong afterwards.
 */
export const etcdMemberPromote: Operation<EtcdMemberInput> = {
  name: 'etcd-member-promote',
  describe: ({ node }) => `give the etcd member ${node} its vote as soon as it has caught up, and see it serve`,

  async look(input, context) {
    try {
      return await withEtcd(input.access, context, async (etcd) => {
        const own = memberAt(input.peerUrl, await etcd.members());
        if (own === undefined || own.learner || own.name === '') return { verdict: 'do' };
        await etcd.healthy(input.clientUrl);
        // Killed between the promotion and the end of the lease: others need not wait for it to run out.
        if (await holdsMembershipLease(leaseFor(input), context)) return { verdict: 'do', reason: 'it votes already' };
        return { verdict: 'keep', reason: 'it votes and serves' };
      });
    } catch (error) {
      if (hasNoKubeconfig(error) || error instanceof EtcdError) return { verdict: 'do', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    await whileRenewing(leaseFor(input), context, () =>
      withLastingEtcd(input.access, context, async (open) => {
        const member = `the etcd member of ${input.node}`;
        const restart = new LearnerRestart(input, context);
        await untilDone(input, input.timeoutMs, `${member} votes`, context, async () =>
          promote(input, await open(), restart),
        );
        await untilDone(input, serveMs, `${member} serves`, context, async () => serves(input, await open()));
      }),
    );
    await forgetLearner(context);
    await releaseMembershipLease(leaseFor(input), context);
  },

  inverse: { none: 'the quorum of etcd counts on a member that votes; reset removes it' },
};

/** @returns what is still missing; undefined when it votes */
async function promote(
  { node, peerUrl }: EtcdMemberInput,
  etcd: Etcd,
  restart: LearnerRestart,
): Promise<string | undefined> {
  const members = await etcd.members();
  const own = memberAt(peerUrl, members);
  if (own === undefined) {
    const hint = 'the same command again adds it anew';
    throw new EffectError(`etcd has no member for ${node} any more: somebody removed it`, {}, { hint });
  }
  if (own.name === '') return 'its etcd has not started yet';
  if (!own.learner) return undefined;
  const missing = await restart.missing(etcd, members);
  if (missing !== undefined) return missing;
  await etcd.promote(own.id).catch((error: unknown) => {
    if (!(error instanceof EtcdError && error.reason === 'not-a-learner')) throw error;
  });
  // What etcd answered is read back, as everything that a quorum depends on.
  const promoted = memberAt(peerUrl, await etcd.members());
  return promoted !== undefined && !promoted.learner ? undefined : 'it is not among the voters yet';
}

async function serves({ clientUrl }: EtcdMemberInput, etcd: Etcd): Promise<undefined> {
  await etcd.healthy(clientUrl);
}

/** Asks again until nothing is missing. */
async function untilDone(
  { criSocket }: EtcdMemberInput,
  limitMs: number,
  awaited: string,
  context: OperationContext,
  attempt: () => Promise<string | undefined>,
): Promise<void> {
  const { clock } = context.host;
  const startedAt = clock.monotonic();
  let told = '';
  const hope = new Hope(criSocket, context);
  for (;;) {
    stopIfAsked(context);
    let missing: string | undefined;
    try {
      missing = await attempt();
    } catch (error) {
      if (!mayPass(error)) throw error;
      missing = (error as Error).message;
    }
    if (missing === undefined) return;
    if (missing !== told) context.progress(`${awaited}: not yet (${missing})`);
    told = missing;
    hope.check();
    const waitedMs = clock.monotonic() - startedAt;
    if (waitedMs >= limitMs) {
      throw new TimeoutError(
        `${awaited}: not within ${limitMs / 1000} s (${missing})`,
        {
          awaited,
          waitedMs,
          lastSeen: missing,
        },
        {
          hint: 'see what etcd says: crictl ps -a --name etcd, then crictl logs with the container id',
        },
      );
    }
    await pause(etcdIntervalMs, context);
  }
}

/**
 * A container of etcd that cannot start is named instead of waited for. It is looked at beside the wait, which goes on
 * meanwhile; what cannot be looked at says nothing.
 */
class Hope {
  readonly #criSocket: string;
  readonly #context: OperationContext;
  #lookedAt: number;
  #isLooking = false;
  #lost: EffectError | undefined;

  constructor(criSocket: string, context: OperationContext) {
    this.#criSocket = criSocket;
    this.#context = context;
    this.#lookedAt = context.host.clock.monotonic();
  }

  /** @throws EffectError when the last look found that waiting cannot help; begins another one when that is old */
  check(): void {
    if (this.#lost !== undefined) throw this.#lost;
    const now = this.#context.host.clock.monotonic();
    if (this.#isLooking || now - this.#lookedAt < watchEveryMs) return;
    this.#isLooking = true;
    this.#lookedAt = now;
    this.#look()
      .catch(() => {})
      .finally(() => {
        this.#isLooking = false;
      });
  }

  async #look(): Promise<void> {
    const judged = await this.#context.watch?.().look('etcd', this.#criSocket);
    if (judged === undefined || judged.canHeal || judged.suspect === undefined) return;
    const { suspect } = judged;
    this.#lost = new EffectError(suspect.title, {}, { hint: suspect.fix, diagnosis: suspect });
  }
}
