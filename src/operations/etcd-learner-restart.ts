import type { Etcd, EtcdMember } from '../host/etcd.ts';
import type { EtcdMemberInput } from './etcd-member.ts';
import type { OperationContext } from './operation.ts';

/** How long a learner that is named may take to serve, when it cannot be told that it never will by itself. */
const graceMs = 500;
/** How long one look at its client port may take. */
const lookMs = 300;
/** How long it is waited for after it was started again, before it is promoted all the same. */
const returnMs = 15_000;
/** etcd needs a fraction of a second to end. */
const stopSeconds = 5;

const containerLabels = {
  'io.kubernetes.pod.namespace': 'kube-system',
  'io.kubernetes.container.name': 'etcd',
};

/**
 * A new member announces itself through the leader as soon as it knows one, and serves when it sees its announcement in
 * the log. But the log reaches it as a snapshot, made after the announcement, so that it never sees it, and only asks
 * again after its request timeout of 7 s (etcd 3.6: EtcdServer.publishV3). Started again, it has the log and is there
 * within a second. As long as it has no vote that harms nobody.
 */
export class LearnerRestart {
  readonly #input: EtcdMemberInput;
  readonly #context: OperationContext;
  #namedAt: number | undefined;
  /** What the log reached at the least when its announcement was in it; undefined while no voter has told. */
  #announced: number | undefined;
  #restartedAt: number | undefined;

  constructor(input: EtcdMemberInput, context: OperationContext) {
    this.#input = input;
    this.#context = context;
  }

  /**
   * To be asked while our member is a learner that has a name.
   * @param members the list in which it has its name
   * @returns what is still missing before it is to be promoted; undefined when nothing is, or nothing can be done about it
   */
  async missing(etcd: Etcd, members: readonly EtcdMember[]): Promise<string | undefined> {
    const now = this.#context.host.clock.monotonic();
    this.#namedAt ??= now;
    const isAway = this.#restartedAt !== undefined;
    // Before it is asked whether it serves: what it had applied by then, it would have acted upon.
    const [applied] = await Promise.all([isAway ? undefined : this.#applied(), this.#noteAnnouncement(etcd, members)]);
    if (await this.#answers(etcd)) return undefined;
    if (this.#restartedAt !== undefined) {
      return now - this.#restartedAt < returnMs ? 'its etcd has not come back yet' : undefined;
    }
    const isPast = applied !== undefined && this.#announced !== undefined && applied >= this.#announced;
    if (!isPast && now - this.#namedAt < graceMs) return 'its etcd does not serve yet';
    if (applied === undefined || applied === 0 || !(await this.#stop())) return undefined;
    this.#restartedAt = now;
    return 'its etcd has the log but not its own announcement: it is started again instead of waiting 7 s';
  }

  /** Its name in the list is the announcement, so that what is committed now has it. */
  async #noteAnnouncement(etcd: Etcd, members: readonly EtcdMember[]): Promise<void> {
    if (this.#announced !== undefined) return;
    const { clock } = this.#context.host;
    const voters = members.filter(({ learner }) => !learner).flatMap(({ clientUrls }) => clientUrls.slice(0, 1));
    const answers = await Promise.race([
      Promise.allSettled(voters.map((url) => etcd.status(url))),
      clock.sleep(lookMs).then(() => []),
    ]);
    const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.raftIndex] : []));
    // The one that leads has all of the log; from the others alone nothing is to be concluded.
    const led = answers.some(
      (answer) => answer.status === 'fulfilled' && answer.value.leader === answer.value.memberId,
    );
    if (led) this.#announced = Math.max(...told);
  }

  async #answers(etcd: Etcd): Promise<boolean> {
    const { clock } = this.#context.host;
    const asked = etcd.status(this.#input.clientUrl).then(
      () => true,
      () => false,
    );
    return Promise.race([asked, clock.sleep(lookMs).then(() => false)]);
  }

  /**
   * The newest entry of the log that it has applied; undefined while it knows no leader. The listener for metrics serves
   * from the start; without it (arguments of the user) nothing is known.
   */
  async #applied(): Promise<number | undefined> {
    const answer = await this.#context.host.net.httpGet(this.#input.metricsUrl, { timeoutMs: 1_000, direct: true });
    if ('error' in answer || answer.status !== 200) return undefined;
    if (!/^etcd_server_has_leader 1$/m.test(answer.body)) return undefined;
    const applied = Number(/^etcd_server_proposals_applied_total (\S+)$/m.exec(answer.body)?.[1]);
    return Number.isFinite(applied) ? applied : undefined;
  }

  /** False when there is no such container, or the runtime does not do it: then there is only waiting. */
  async #stop(): Promise<boolean> {
    const cri = this.#context.host.cri.connect(this.#input.criSocket);
    try {
      const running = (await cri.containers({ labels: containerLabels })).filter(({ state }) => state === 'running');
      for (const { id } of running) await cri.stopContainer(id, stopSeconds);
      return running.length > 0;
    } catch {
      return false;
    } finally {
      cri.close();
    }
  }
}
