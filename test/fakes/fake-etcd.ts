import { type Etcd, EtcdError, type EtcdMember, type EtcdReason, type Etcds } from '../../src/host/etcd.ts';

/** One etcd cluster that tests own. */
export interface FakeEtcds extends Etcds {
  members: EtcdMember[];
  /** Client URLs that give no answer although a member of the list has them. */
  readonly dead: Set<string>;
  /** When true no change of membership is taken. */
  unhealthy: boolean;
  /** Promotions that fail yet because the learner has not caught up, once it has started. */
  lag: number;
  /** What a member of this peer URL does when its process starts: it gets its name and client URL. */
  start(peerUrl: string, name: string, clientUrl: string): void;
  /** Called before each call is served: a place for another node, or for a change between two calls. */
  onCall: ((call: string) => void | Promise<void>) | undefined;
  /** Every call in words: `add https://10.0.0.2:2380`, `promote 2`, `remove 2`, `members`. */
  readonly calls: string[];
}

/**
 * A fake etcd cluster with one voter, `cp1` at 10.0.0.1. It claims: the contract of Etcd (test/contract/etcd.ts): one learner at a time, a peer URL
 * once, promotion only of a learner that has started and caught up, learners serve nothing but their status, calls go on to the next
 * endpoint. It does not claim: data, snapshots, leader changes, the refusals that guard a quorum (but for `unhealthy`).
 */
export function fakeEtcds(): FakeEtcds {
  let added = 1;
  const fake: FakeEtcds = {
    members: [
      {
        id: '1',
        name: 'cp1',
        peerUrls: ['https://10.0.0.1:2380'],
        clientUrls: ['https://10.0.0.1:2379'],
        learner: false,
      },
    ],
    dead: new Set(),
    unhealthy: false,
    lag: 0,
    start(peerUrl, name, clientUrl) {
      fake.members = fake.members.map((member) =>
        member.peerUrls.includes(peerUrl) ? { ...member, name, clientUrls: [clientUrl] } : member,
      );
    },
    onCall: undefined,
    calls: [],
    connect: ({ endpoints }) => connected(endpoints),
  };

  function memberAt(endpoint: string): EtcdMember {
    const found = fake.members.find(({ clientUrls }) => clientUrls.includes(endpoint));
    if (found === undefined || fake.dead.has(endpoint)) throw failure('unreachable', `no answer at ${endpoint}`);
    return found;
  }

  async function serve(endpoints: readonly string[], call: string): Promise<void> {
    fake.calls.push(call);
    await fake.onCall?.(call);
    const answering = endpoints.filter((endpoint) => !fake.dead.has(endpoint));
    const asked = fake.members.filter(({ clientUrls }) => clientUrls.some((url) => answering.includes(url)));
    if (asked.length === 0) throw failure('unreachable', 'no endpoint answers');
    if (asked.every(({ learner }) => learner)) throw failure('asked-a-learner', 'rpc not supported for learner');
  }

  function find(id: string): EtcdMember {
    const found = fake.members.find((member) => member.id === id);
    if (found === undefined) throw failure('member-not-found', 'member not found');
    return found;
  }

  function changeable(): void {
    if (fake.unhealthy) throw failure('unhealthy-cluster', 'unhealthy cluster');
  }

  function change(id: string, changes: Partial<EtcdMember>): readonly EtcdMember[] {
    fake.members = fake.members.map((member) => (member.id === id ? { ...member, ...changes } : member));
    return fake.members;
  }

  function connected(endpoints: readonly string[]): Etcd {
    return {
      async members() {
        await serve(endpoints, 'members');
        return fake.members;
      },
      async addLearner(peerUrl) {
        await serve(endpoints, `add ${peerUrl}`);
        changeable();
        if (fake.members.some(({ peerUrls }) => peerUrls.includes(peerUrl))) {
          throw failure('already-a-member', 'Peer URLs already exists');
        }
        if (fake.members.some(({ learner }) => learner)) {
          throw failure('too-many-learners', 'too many learner members in cluster');
        }
        added += 1;
        const member = { id: added.toString(16), name: '', peerUrls: [peerUrl], clientUrls: [], learner: true };
        fake.members = [...fake.members, member];
        return { member, members: fake.members };
      },
      async promote(id) {
        await serve(endpoints, `promote ${id}`);
        const member = find(id);
        if (!member.learner) throw failure('not-a-learner', 'can only promote a learner member');
        if (member.name === '' || fake.lag > 0) {
          if (member.name !== '') fake.lag -= 1;
          throw failure('learner-not-ready', 'can only promote a learner member which is in sync with leader');
        }
        return change(id, { learner: false });
      },
      async remove(id) {
        await serve(endpoints, `remove ${id}`);
        find(id);
        changeable();
        fake.members = fake.members.filter((member) => member.id !== id);
        return fake.members;
      },
      async updatePeerUrls(id, peerUrls) {
        await serve(endpoints, `update ${id} ${peerUrls.join(',')}`);
        find(id);
        return change(id, { peerUrls });
      },
      async status(endpoint) {
        fake.calls.push(`status ${endpoint}`);
        await fake.onCall?.(`status ${endpoint}`);
        const { id, learner } = memberAt(endpoint);
        return {
          memberId: id,
          version: '3.6.8',
          leader: fake.members.find((member) => !member.learner)?.id ?? '',
          learner,
          raftTerm: 2,
          raftIndex: 100,
          raftAppliedIndex: 100,
          dbSize: 25_600,
          dbSizeInUse: 20_480,
          errors: [],
        };
      },
      async healthy(endpoint) {
        fake.calls.push(`healthy ${endpoint}`);
        await fake.onCall?.(`healthy ${endpoint}`);
        if (memberAt(endpoint).learner) throw failure('asked-a-learner', 'rpc not supported for learner');
      },
      async alarms() {
        await serve(endpoints, 'alarms');
        return [];
      },
      close: () => {},
    };
  }

  return fake;
}

const codes: { readonly [reason in EtcdReason]?: string } = {
  'member-not-found': 'NOT_FOUND',
  unreachable: 'UNAVAILABLE',
  'asked-a-learner': 'UNAVAILABLE',
  'unhealthy-cluster': 'UNAVAILABLE',
};

function failure(reason: EtcdReason, words: string): EtcdError {
  return new EtcdError(words, reason, codes[reason] ?? 'FAILED_PRECONDITION');
}
