import { expect, test } from 'vitest';
import { etcdMemberAdd } from '../../src/operations/etcd-member-add.ts';
import { etcdMemberPromote } from '../../src/operations/etcd-member-promote.ts';
import { joining, joiningMachine } from './etcd-cluster.ts';
import type { TestContext } from './operation-context.ts';

const input = joining();

async function addedMachine(): Promise<TestContext> {
  const context = joiningMachine();
  await etcdMemberAdd.act(input, context);
  return context;
}

function start({ host }: TestContext): void {
  host.etcd.start(input.peerUrl, input.node, input.clientUrl);
}

test('waits until the learner has started and caught up, then it votes, and the lease and the note are gone', async () => {
  const context = await addedMachine();
  expect(await etcdMemberPromote.look!(input, context)).toEqual({ verdict: 'do' });
  context.host.etcd.lag = 3;
  context.host.clock.sleep(5_000).then(() => start(context));
  await etcdMemberPromote.act(input, context);
  expect(context.host.etcd.members[1]).toMatchObject({ name: 'cp2', learner: false });
  expect(context.said.join()).toContain('its etcd has not started yet');
  expect(context.host.kube.all().some(({ kind }) => kind === 'Lease')).toBe(false);
  expect(await context.host.files.stat('/var/lib/tsadm/etcd-learner.json')).toBeUndefined();
  expect(await etcdMemberPromote.look!(input, context)).toMatchObject({ verdict: 'keep' });
});

test('killed after the promotion, it only gives the lease back', async () => {
  const context = await addedMachine();
  start(context);
  context.host.etcd.members = context.host.etcd.members.map((member) => ({ ...member, learner: false }));
  expect(await etcdMemberPromote.look!(input, context)).toMatchObject({ verdict: 'do' });
  await etcdMemberPromote.act(input, context);
  expect(context.host.etcd.calls.some((call) => call.startsWith('promote'))).toBe(false);
  expect(await etcdMemberPromote.look!(input, context)).toMatchObject({ verdict: 'keep' });
});

test('an etcd that does not start ends the wait in words', async () => {
  const context = await addedMachine();
  await expect(etcdMemberPromote.act(input, context)).rejects.toMatchObject({
    kind: 'timeout',
    lastSeen: 'its etcd has not started yet',
    hint: expect.stringContaining('crictl'),
  });
});

test('an etcd whose container cannot start is named instead of waited for', async () => {
  const context = await addedMachine();
  const diagnosis = { code: 'disk-full', component: 'etcd', title: 'the disk is full', evidence: [], fix: 'make room' };
  const looks: string[] = [];
  const look = async (...words: readonly unknown[]) => {
    looks.push(words.join(' '));
    if (looks.length === 1) throw new Error('the runtime does not answer');
    return { seen: 'ended', suspect: diagnosis, canHeal: looks.length < 3 };
  };
  const watched = { ...context, watch: () => ({ look, close: () => {} }) };
  await expect(etcdMemberPromote.act(input, watched)).rejects.toMatchObject({ kind: 'effect', diagnosis });
  expect(looks).toEqual(Array(3).fill(`etcd ${input.criSocket}`));
});

test('a member that votes and does not serve is waited for', async () => {
  const context = await addedMachine();
  start(context);
  context.host.etcd.dead.add(input.clientUrl);
  await expect(etcdMemberPromote.act(input, context)).rejects.toMatchObject({
    kind: 'timeout',
    message: expect.stringContaining('serves'),
  });
  context.host.etcd.dead.clear();
  await etcdMemberPromote.act(input, context);
});

test('a learner that somebody removed is said, not waited for', async () => {
  const context = await addedMachine();
  context.host.etcd.members = context.host.etcd.members.slice(0, 1);
  await expect(etcdMemberPromote.act(input, context)).rejects.toMatchObject({
    kind: 'effect',
    hint: expect.stringContaining('adds it anew'),
  });
});
