import { expect, test } from 'vitest';
import { etcdCheck } from '../../src/operations/etcd-check.ts';
import { access, joiningMachine } from './etcd-cluster.ts';

const input = { access, need: 'all', timeoutMs: 10_000 } as const;

function threeMembers() {
  const context = joiningMachine();
  const { etcd } = context.host;
  const more = [2, 3].map((n) => ({
    id: String(n),
    name: `cp${n}`,
    peerUrls: [`https://10.0.0.${n}:2380`],
    clientUrls: [`https://10.0.0.${n}:2379`],
    learner: false,
  }));
  etcd.members = [...etcd.members, ...more];
  return context;
}

test('is content when all members are well', async () => {
  const context = threeMembers();
  await etcdCheck.act(input, context);
  expect(context.host.clock.sleeps).toEqual([]);
});

test('waits for a member that is not, and names it when time is over', async () => {
  const context = threeMembers();
  context.host.etcd.dead.add('https://10.0.0.3:2379');
  context.host.clock.sleep(5_000).then(() => context.host.etcd.dead.clear());
  await etcdCheck.act(input, context);

  context.host.etcd.dead.add('https://10.0.0.3:2379');
  await expect(etcdCheck.act(input, context)).rejects.toMatchObject({
    kind: 'timeout',
    lastSeen: expect.stringContaining('10.0.0.3'),
  });
});

test('from 1.37 on a quorum is enough, and no less', async () => {
  const context = threeMembers();
  context.host.etcd.dead.add('https://10.0.0.3:2379');
  await etcdCheck.act({ ...input, need: 'quorum' }, context);
  context.host.etcd.dead.add('https://10.0.0.2:2379');
  await expect(etcdCheck.act({ ...input, need: 'quorum' }, context)).rejects.toMatchObject({ kind: 'timeout' });
});

test('a learner does not count', async () => {
  const context = joiningMachine();
  await context.host.etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).addLearner('https://10.0.0.2:2380');
  await etcdCheck.act(input, context);
});

test('an API server that knows no rights yet is asked again', async () => {
  const context = threeMembers();
  context.host.kube.fail({ verb: 'list', kind: 'Pod' }, 403, 'Forbidden', 2);
  await etcdCheck.act(input, context);
  expect(context.host.clock.sleeps).toHaveLength(2);
});
