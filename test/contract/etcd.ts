import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Etcd, EtcdAccess, EtcdMember, Etcds } from '../../src/host/etcd.ts';

/** A cluster with one voter and what may be done with it. */
export interface EtcdUnderTest {
  readonly etcds: Etcds;
  /** How the voter is reached. */
  readonly access: EtcdAccess;
  /** The voter's client URL, and one at which nobody listens. */
  readonly endpoint: string;
  readonly deadEndpoint: string;
  /** The member that will join. */
  readonly joining: { readonly name: string; readonly peerUrl: string; readonly clientUrl: string };
  /** Lets the process of the joining member start, given the list that has it. */
  start(members: readonly EtcdMember[]): Promise<void>;
  /** Between two tries of something that takes time. */
  pause(): Promise<void>;
}

/**
 * What every Etcd must do. The cases build on each other.
 * @param isHere false where there is nothing to be tested: then the cases are shown as skipped
 */
export function etcdContract(name: string, make: () => Promise<EtcdUnderTest>, isHere = true): void {
  describe.skipIf(!isHere)(`Etcd contract: ${name}`, () => {
    let given: EtcdUnderTest;
    let etcd: Etcd;
    const otherPeerUrl = 'http://127.0.0.1:9';

    beforeAll(async () => {
      given = await make();
      etcd = given.etcds.connect(given.access);
    }, 30_000);
    afterAll(() => etcd?.close());

    async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
      for (let tries = 0; ; tries++) {
        try {
          return await attempt();
        } catch (error) {
          if (tries >= 100) throw error;
          await given.pause();
        }
      }
    }

    it('lists its members', async () => {
      const [voter, ...others] = await etcd.members();
      expect(others).toEqual([]);
      expect(voter).toMatchObject({ name: expect.stringMatching(/./), clientUrls: [given.endpoint], learner: false });
      expect(voter!.id).toMatch(/^[1-9a-f][0-9a-f]*$/);
    });

    it('tells how a member is', async () => {
      const [voter] = await etcd.members();
      const status = await etcd.status(given.endpoint);
      expect(status).toMatchObject({ memberId: voter!.id, leader: voter!.id, learner: false, errors: [] });
      expect(status.version).toMatch(/^3\.\d+\.\d+/);
      expect(status.raftIndex).toBeGreaterThan(0);
      expect(status.dbSize).toBeGreaterThan(0);
      await etcd.healthy(given.endpoint);
      expect(await etcd.alarms()).toEqual([]);
    });

    it('adds one learner at a time, nameless until it starts', async () => {
      const { member, members } = await etcd.addLearner(otherPeerUrl);
      expect(member).toMatchObject({ name: '', peerUrls: [otherPeerUrl], clientUrls: [], learner: true });
      expect(members).toHaveLength(2);
      expect(members).toContainEqual(member);
      await expect(etcd.addLearner(given.joining.peerUrl)).rejects.toMatchObject({
        name: 'EtcdError',
        reason: 'too-many-learners',
        code: 'FAILED_PRECONDITION',
      });
      await expect(etcd.addLearner(otherPeerUrl)).rejects.toMatchObject({ reason: 'already-a-member' });
    });

    it('promotes neither voters nor learners that have not started nor strangers', async () => {
      const members = await etcd.members();
      const learner = members.find((member) => member.learner)!;
      const voter = members.find((member) => !member.learner)!;
      await expect(etcd.promote(learner.id)).rejects.toMatchObject({
        reason: 'learner-not-ready',
        code: 'FAILED_PRECONDITION',
      });
      await expect(etcd.promote(voter.id)).rejects.toMatchObject({ reason: 'not-a-learner' });
      await expect(etcd.promote('abc123')).rejects.toMatchObject({ reason: 'member-not-found', code: 'NOT_FOUND' });
    });

    it('changes the peer URLs of a member and removes it', async () => {
      const learner = (await etcd.members()).find((member) => member.learner)!;
      const changed = await etcd.updatePeerUrls(learner.id, ['http://127.0.0.1:10']);
      expect(changed).toContainEqual({ ...learner, peerUrls: ['http://127.0.0.1:10'] });
      expect(await etcd.remove(learner.id)).toHaveLength(1);
      expect(await etcd.members()).toHaveLength(1);
      await expect(etcd.remove(learner.id)).rejects.toMatchObject({ reason: 'member-not-found' });
      await expect(etcd.updatePeerUrls(learner.id, ['http://127.0.0.1:11'])).rejects.toMatchObject({
        reason: 'member-not-found',
      });
    });

    it('goes on to the next endpoint when one is dead', async () => {
      const through = given.etcds.connect({ ...given.access, endpoints: [given.deadEndpoint, given.endpoint] });
      expect(await through.members()).toHaveLength(1);
      through.close();
    });

    it('says that nobody answers', async () => {
      const nobody = given.etcds.connect({ ...given.access, endpoints: [given.deadEndpoint] });
      await expect(nobody.members()).rejects.toMatchObject({ name: 'EtcdError', reason: 'unreachable' });
      await expect(nobody.status(given.deadEndpoint)).rejects.toMatchObject({ reason: 'unreachable' });
      nobody.close();
      const nowhere = given.etcds.connect({ ...given.access, endpoints: [] });
      await expect(nowhere.members()).rejects.toMatchObject({ reason: 'unreachable' });
      nowhere.close();
    });

    it('takes a learner that starts, whose endpoint serves little, and promotes it', { timeout: 30_000 }, async () => {
      const { name, peerUrl, clientUrl } = given.joining;
      const { member, members } = await etcd.addLearner(peerUrl);
      await given.start(members);
      const status = await eventually(() => etcd.status(clientUrl));
      expect(status).toMatchObject({ memberId: member.id, learner: true });
      await eventually(async () => {
        const named = (await etcd.members()).find(({ id }) => id === member.id);
        expect(named).toMatchObject({ name, clientUrls: [clientUrl], learner: true });
      });
      await expect(etcd.healthy(clientUrl)).rejects.toMatchObject({ reason: 'asked-a-learner' });
      const through = given.etcds.connect({ ...given.access, endpoints: [clientUrl, given.endpoint] });
      expect(await through.members()).toHaveLength(2);
      const promoted = await eventually(() => through.promote(member.id));
      expect(promoted).toContainEqual(expect.objectContaining({ id: member.id, learner: false }));
      await eventually(() => through.healthy(clientUrl));
      expect((await etcd.status(clientUrl)).learner).toBe(false);
      through.close();
    });
  });
}
