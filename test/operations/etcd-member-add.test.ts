import { expect, test } from 'vitest';
import { etcdMemberAdd } from '../../src/operations/etcd-member-add.ts';
import { takeMembershipLease } from '../../src/operations/membership-lease.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { access, joining, joiningMachine } from './etcd-cluster.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const input = joining();
const record = '/var/lib/tsadm/etcd-learner.json';
const abandoningNode = { via: access.via, node: 'cp3', peerUrl: 'https://10.0.0.3:2380', waitMs: 1_000 };

async function leaveLearnerBehind(context: TestContext): Promise<void> {
  await takeMembershipLease(abandoningNode, context);
  await context.host.etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).addLearner(abandoningNode.peerUrl);
  context.host.etcd.calls.length = 0;
}

function peerUrls({ host }: TestContext): readonly string[] {
  return host.etcd.members.flatMap((member) => member.peerUrls);
}

test('without a cluster in reach it is to be done; with one that does not answer it is unknown', async () => {
  expect(await etcdMemberAdd.look!(input, operationContext({ host: memoryHost() }))).toMatchObject({ verdict: 'do' });
  const context = joiningMachine();
  context.host.etcd.dead.add('https://10.0.0.1:2379');
  expect(await etcdMemberAdd.look!(input, context)).toMatchObject({ verdict: 'unknown' });
});

test('adds a learner, keeps the lease, and notes that the data to come are a copy', async () => {
  const context = joiningMachine();
  expect(await etcdMemberAdd.look!(input, context)).toEqual({ verdict: 'do' });
  await etcdMemberAdd.act(input, context);
  expect(context.host.etcd.members[1]).toMatchObject({ name: '', peerUrls: [input.peerUrl], learner: true });
  expect(await context.host.files.read(record)).toContain(input.peerUrl);
  expect(context.host.kube.all().some(({ kind }) => kind === 'Lease')).toBe(true);
  expect(await etcdMemberAdd.look!(input, context)).toMatchObject({ verdict: 'keep' });
});

test('what was added is not added again, also when etcd did it without our hearing of it', async () => {
  const context = joiningMachine();
  const { etcd } = context.host;
  let added = false;
  etcd.onCall = async (call) => {
    if (!call.startsWith('add') || added) return;
    added = true;
    await etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).addLearner(input.peerUrl);
    etcd.dead.add('https://10.0.0.1:2379');
    context.host.clock.sleep(3_000).then(() => etcd.dead.clear());
  };
  await etcdMemberAdd.act(input, context);
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380', input.peerUrl]);
});

test('tries again while etcd is unwell, and names the last answer when time is over', async () => {
  const context = joiningMachine();
  context.host.etcd.unhealthy = true;
  context.host.clock.sleep(5_000).then(() => {
    context.host.etcd.unhealthy = false;
  });
  await etcdMemberAdd.act(input, context);
  expect(peerUrls(context)).toContain(input.peerUrl);

  const hopeless = joiningMachine();
  hopeless.host.etcd.unhealthy = true;
  await expect(etcdMemberAdd.act(input, hopeless)).rejects.toMatchObject({
    kind: 'timeout',
    lastSeen: expect.stringContaining('unhealthy cluster'),
    hint: expect.stringContaining('member list'),
  });
  expect(peerUrls(hopeless)).toEqual(['https://10.0.0.1:2380']);
});

test('the learner of a program that knows no lease is waited for', async () => {
  const context = joiningMachine();
  const { etcd } = context.host;
  const { member } = await etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).addLearner('https://10.0.0.9:2380');
  context.host.clock.sleep(5_000).then(() => {
    etcd.start('https://10.0.0.9:2380', 'cp9', 'https://10.0.0.9:2379');
    etcd.members = etcd.members.map((other) => ({ ...other, learner: false }));
  });
  await etcdMemberAdd.act(input, context);
  expect(etcd.members.map(({ id }) => id)).toContain(member.id);
  expect(peerUrls(context)).toContain(input.peerUrl);
});

test('when such a learner stays, the join ends with exit code 12 and names it', async () => {
  const context = joiningMachine();
  await context.host.etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).addLearner('https://10.0.0.9:2380');
  await expect(etcdMemberAdd.act(input, context)).rejects.toMatchObject({
    exitCode: 12,
    hint: expect.stringContaining('etcdctl member remove 2'),
  });
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380', 'https://10.0.0.9:2380']);
});

test('an abandoned learner that never started is removed', async () => {
  const context = joiningMachine();
  await leaveLearnerBehind(context);
  await etcdMemberAdd.act(input, context);
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380', input.peerUrl]);
});

test('so is one that started and gives no answer any more', async () => {
  const context = joiningMachine();
  await leaveLearnerBehind(context);
  context.host.etcd.start(abandoningNode.peerUrl, 'cp3', 'https://10.0.0.3:2379');
  context.host.etcd.dead.add('https://10.0.0.3:2379');
  await etcdMemberAdd.act(input, context);
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380', input.peerUrl]);
});

test('one that runs is left to a person', async () => {
  const context = joiningMachine();
  await leaveLearnerBehind(context);
  context.host.etcd.start(abandoningNode.peerUrl, 'cp3', 'https://10.0.0.3:2379');
  await expect(etcdMemberAdd.act(input, context)).rejects.toMatchObject({ exitCode: 12 });
  expect(peerUrls(context)).toContain(abandoningNode.peerUrl);
});

test('the copy of an earlier learner is wiped, and only when we know it for one', async () => {
  const context = joiningMachine();
  await etcdMemberAdd.act(input, context);
  await context.host.files.write('/var/lib/etcd/member/snap/db', 'copy', { mode: 0o600, directoryMode: 0o700 });
  const [, learner] = context.host.etcd.members;
  await context.host.etcd.connect({ endpoints: ['https://10.0.0.1:2379'] }).remove(learner!.id);
  expect(await etcdMemberAdd.look!(input, context)).toMatchObject({
    verdict: 'do',
    reason: expect.stringContaining('wiped'),
  });
  await etcdMemberAdd.act(input, context);
  expect(await context.host.files.stat('/var/lib/etcd/member')).toBeUndefined();
  expect(await context.host.files.stat('/var/lib/etcd')).toBeDefined();
  expect(peerUrls(context)).toContain(input.peerUrl);
});

test('data that may be anybody’s are a reason to refuse', async () => {
  const context = joiningMachine();
  await context.host.files.write('/var/lib/etcd/member/snap/db', 'x', { mode: 0o600, directoryMode: 0o700 });
  expect(await etcdMemberAdd.look!(input, context)).toMatchObject({
    verdict: 'refuse',
    reason: expect.stringContaining('/var/lib/etcd'),
  });
  await expect(etcdMemberAdd.act(input, context)).rejects.toMatchObject({ kind: 'refused' });
  expect(await context.host.files.read('/var/lib/etcd/member/snap/db')).toBe('x');
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380']);
});

test('a voter whose data are gone is not replaced behind the quorum’s back; a learner is', async () => {
  const voter = joiningMachine();
  const member = { id: '7', name: 'cp2', peerUrls: [input.peerUrl], clientUrls: [input.clientUrl] };
  voter.host.etcd.members = [...voter.host.etcd.members, { ...member, learner: false }];
  expect(await etcdMemberAdd.look!(input, voter)).toMatchObject({
    verdict: 'refuse',
    reason: expect.stringContaining('etcdctl member remove 7'),
  });

  const learner = joiningMachine();
  learner.host.etcd.members = [...learner.host.etcd.members, { ...member, learner: true }];
  await etcdMemberAdd.act(input, learner);
  expect(learner.host.etcd.members[1]).toMatchObject({ name: '', peerUrls: [input.peerUrl], learner: true });
});

test('taken back: a learner is removed and the lease given back; a voter stays', async () => {
  const context = joiningMachine();
  await etcdMemberAdd.act(input, context);
  if ('none' in etcdMemberAdd.inverse) throw new Error('it has an inverse');
  await etcdMemberAdd.inverse.undo(input, context);
  expect(peerUrls(context)).toEqual(['https://10.0.0.1:2380']);
  expect(context.host.kube.all().some(({ kind }) => kind === 'Lease')).toBe(false);

  context.host.etcd.members = context.host.etcd.members.map((member) => ({ ...member, peerUrls: [input.peerUrl] }));
  await etcdMemberAdd.inverse.undo(input, context);
  expect(context.host.etcd.members).toHaveLength(1);
});
