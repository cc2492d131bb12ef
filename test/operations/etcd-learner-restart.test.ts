import { expect, test } from 'vitest';
import type { CriContainerStatus } from '../../src/host/cri.ts';
import { EtcdError } from '../../src/host/etcd.ts';
import { etcdMemberAdd } from '../../src/operations/etcd-member-add.ts';
import { etcdMemberPromote } from '../../src/operations/etcd-member-promote.ts';
import { joining, joiningMachine } from './etcd-cluster.ts';

const input = joining();
const metrics = 'etcd_server_has_leader 1\netcd_server_proposals_applied_total 446\n';

/** A learner that has started, has the log or not, and does not serve until its container is started again. */
async function stuckLearner(body = metrics) {
  const context = joiningMachine();
  const { etcd, cri, net } = context.host;
  await etcdMemberAdd.act(input, context);
  etcd.start(input.peerUrl, input.node, input.clientUrl);
  etcd.dead.add(input.clientUrl);
  net.answers.set(input.metricsUrl, { status: 200, body, headers: {} });
  const runtime = cri.runtimes.get(input.criSocket)!;
  runtime.containers = [container('etcd-1', 'etcd'), container('api-1', 'kube-apiserver')];
  return { context, etcd, runtime };
}

function container(id: string, name: string): CriContainerStatus {
  const labels = { 'io.kubernetes.pod.namespace': 'kube-system', 'io.kubernetes.container.name': name };
  const times = { createdAt: 0, startedAt: 0, finishedAt: 0 };
  const pod = { podSandboxId: 's', podName: name, podNamespace: 'kube-system', podUid: 'u' };
  const state = { state: 'running', attempt: 0, exitCode: 0, reason: '', message: '', logPath: '' } as const;
  return { id, name, labels, annotations: {}, ...times, ...pod, ...state };
}

test('a learner that has the log and does not serve is started again, once, and promoted when it is back', async () => {
  const { context, etcd, runtime } = await stuckLearner();
  let promotedWhileAway = false;
  etcd.onCall = (call) => {
    if (call.startsWith('promote')) promotedWhileAway ||= etcd.dead.has(input.clientUrl);
    if (runtime.changes.length > 0 && context.host.clock.monotonic() > 3_000) etcd.dead.clear();
  };
  await etcdMemberPromote.act(input, context);
  expect(runtime.changes).toEqual(['stop container etcd-1']);
  expect(promotedWhileAway).toBe(false);
  expect(etcd.members[1]).toMatchObject({ learner: false });
});

test('one that is past its announcement is started again at once', async () => {
  const { context, etcd, runtime } = await stuckLearner();
  const startedAt = context.host.clock.monotonic();
  let stoppedAfter = Number.NaN;
  etcd.onCall = () => {
    if (runtime.changes.length === 0 || etcd.dead.size === 0) return;
    stoppedAfter = context.host.clock.monotonic() - startedAt;
    etcd.dead.clear();
  };
  await etcdMemberPromote.act(input, context);
  expect(stoppedAfter).toBeLessThan(500);
});

test.each([
  [
    'one that has not got as far as its announcement',
    'etcd_server_has_leader 1\netcd_server_proposals_applied_total 99\n',
    false,
  ],
  ['one of which nobody who leads tells how far that is', metrics, true],
])('%s gets half a second', async (_, body, leaderless) => {
  const { context, etcd, runtime } = await stuckLearner(body);
  const { clock } = context.host;
  const startedAt = clock.monotonic();
  etcd.onCall = (call) => {
    if (leaderless && call === 'status https://10.0.0.1:2379')
      throw new EtcdError('no answer', 'unreachable', 'UNAVAILABLE');
    if (clock.monotonic() - startedAt >= 400) etcd.dead.clear();
  };
  await etcdMemberPromote.act(input, context);
  expect(runtime.changes).toEqual([]);
  expect(etcd.members[1]).toMatchObject({ learner: false });
});

test('one that serves is left alone', async () => {
  const { context, etcd, runtime } = await stuckLearner();
  etcd.dead.clear();
  await etcdMemberPromote.act(input, context);
  expect(runtime.changes).toEqual([]);
});

test.each([
  ['has nothing of the log yet', 'etcd_server_has_leader 1\netcd_server_proposals_applied_total 0\n'],
  ['knows no leader', 'etcd_server_has_leader 0\netcd_server_proposals_applied_total 446\n'],
  ['tells nothing', ''],
])('one that %s is promoted as it is, as kubeadm does', async (_, body) => {
  const { context, etcd, runtime } = await stuckLearner(body);
  etcd.onCall = (call) => {
    if (call.startsWith('promote')) etcd.dead.clear();
  };
  await etcdMemberPromote.act(input, context);
  expect(runtime.changes).toEqual([]);
  expect(etcd.members[1]).toMatchObject({ learner: false });
});

test('so is one whose runtime does not answer, or that does not come back', async () => {
  for (const away of [true, false]) {
    const { context, etcd } = await stuckLearner();
    if (away) context.host.cri.runtimes.clear();
    etcd.onCall = (call) => {
      if (call.startsWith('promote')) etcd.dead.clear();
    };
    await etcdMemberPromote.act(input, context);
    expect(etcd.members[1]).toMatchObject({ learner: false });
  }
});
