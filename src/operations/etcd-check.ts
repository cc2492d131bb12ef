import { TimeoutError } from '../errors.ts';
import type { Etcd } from '../host/etcd.ts';
import type { JsonObject } from '../plan/json.ts';
import { type EtcdAccessInput, etcdIntervalMs, mayPass, memberWords, withEtcd } from './etcd-member.ts';
import type { Operation, OperationContext } from './operation.ts';
import { isForbidden } from './retry-api.ts';
import { pause, stopIfAsked } from './stopping.ts';

export interface EtcdCheckInput extends JsonObject {
  readonly access: EtcdAccessInput;
  /** All voters must be well, or so many that they are a quorum (kubeadm: all; from 1.37 on a quorum). */
  readonly need: 'all' | 'quorum';
  /** timeouts.etcdAPICall, milliseconds. */
  readonly timeoutMs: number;
}

/** Waits until the cluster's etcd is well enough to take another member. Nothing is changed. */
export const etcdCheck: Operation<EtcdCheckInput> = {
  name: 'etcd-check',
  describe: ({ need }) => `see that ${need === 'all' ? 'every member' : 'a quorum'} of etcd is well`,

  async act(input, context) {
    const { clock } = context.host;
    const startedAt = clock.monotonic();
    for (;;) {
      stopIfAsked(context);
      const lastSeen = await complaint(input, context);
      if (lastSeen === undefined) return;
      const waitedMs = clock.monotonic() - startedAt;
      if (waitedMs >= input.timeoutMs) {
        const awaited = 'a healthy etcd';
        throw new TimeoutError(
          `etcd is not well enough for another member: ${lastSeen}`,
          { awaited, waitedMs, lastSeen },
          {
            hint: 'mend that member, or take it out with etcdctl member remove; then give the same command again',
          },
        );
      }
      await pause(etcdIntervalMs, context);
    }
  },

  inverse: { none: 'it changes nothing' },
};

async function complaint(input: EtcdCheckInput, context: OperationContext): Promise<string | undefined> {
  try {
    return await withEtcd(input.access, context, (etcd) => unwell(etcd, input.need));
  } catch (error) {
    // An API server that has just started knows no rights for a moment, not even an administrator's.
    if (!mayPass(error) && !isForbidden(error)) throw error;
    return (error as Error).message;
  }
}

/** A learner does not count: it may be the one that a join has just added. */
async function unwell(etcd: Etcd, need: EtcdCheckInput['need']): Promise<string | undefined> {
  const voters = (await etcd.members()).filter(({ learner }) => !learner);
  const answers = await Promise.all(
    voters.map(async (voter) => {
      if (voter.clientUrls.length === 0) return `${memberWords(voter)} has not started`;
      const asked = await Promise.allSettled(voter.clientUrls.map((url) => etcd.healthy(url)));
      const failed = asked.find((answer) => answer.status === 'rejected');
      return asked.some(({ status }) => status === 'fulfilled') ? undefined : String(failed?.reason?.message);
    }),
  );
  const complaints = answers.filter((answer) => answer !== undefined);
  const well = voters.length - complaints.length;
  const enough = need === 'all' ? voters.length : Math.floor(voters.length / 2) + 1;
  return well >= enough ? undefined : complaints.join('; ');
}
