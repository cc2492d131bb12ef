import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { probe, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { bootAndJoin, etcdMembers, joinCommand, makeSharedCluster, mustEnd, removeControlPlane } from './joining.ts';
import { BALANCED_ENDPOINT } from './load-balancer.ts';
import type { LabNode } from './node.ts';
import { say } from './progress.ts';

/** As often as issue 6 asks; fewer for a quick look. */
const ROUNDS = Number(process.env['TSADM_LAB_ROUNDS'] || 10);

/** Between add, manifest, promote and mark. */
const MOMENTS = [
  'after:etcd-join:add',
  'after:etcd-join:write',
  'before:etcd-join:promote',
  'after:etcd-join:promote',
  'before:control-plane-join/mark-control-plane:node',
  'after:control-plane-join/mark-control-plane:node',
];

async function expectVoters(through: LabNode, names: readonly string[]): Promise<void> {
  const members = await etcdMembers(through);
  expect(members.map(({ name, learner }) => `${name}${learner ? ' learns' : ''}`).sort()).toEqual([...names].sort());
}

async function expectMarked(through: LabNode, name: string): Promise<void> {
  const node = JSON.parse(await through.kubectl('get', 'node', name, '-o=json')) as {
    readonly metadata: { readonly labels: { readonly [key: string]: string } };
    readonly spec: { readonly taints?: readonly { readonly key: string; readonly effect: string }[] };
  };
  expect(node.metadata.labels).toHaveProperty('node-role.kubernetes.io/control-plane', '');
  expect(node.spec.taints).toContainEqual({ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' });
}

describeLab('three control planes and two workers, all made by tsadm', (lab) => {
  test('all Ready, and pods talk across nodes', { timeout: 900_000 }, async () => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm');
    for (const name of ['cp2', 'cp3', 'w1', 'w2']) await bootAndJoin(lab(), name, 'tsadm', cp1);
    await waitForNodes(cp1, ['cp1', 'cp2', 'cp3', 'w1', 'w2']);
    await waitForSystemPods(cp1, 2 + 5 + 3 * 4);
    await expectVoters(cp1, ['cp1', 'cp2', 'cp3']);
    for (const name of ['cp1', 'cp2', 'cp3']) await expectMarked(cp1, name);
    await cp1.kubectl(
      ...['run', 'greeter', '--image=registry.k8s.io/lab/busybox:1', '--port=8080'],
      ...['--overrides={"spec":{"nodeName":"w1"}}', '--', '/bin/probe', 'serve', 'hello'],
    );
    await cp1.kubectl('expose', 'pod', 'greeter', '--port=80', '--target-port=8080');
    await cp1.kubectl('wait', '--for=condition=Ready', 'pod/greeter', '--timeout=60s');
    for (const on of ['w2', 'cp2', 'cp3']) expect(await probe(cp1, on, 'get', 'http://greeter')).toBe('hello\n');
  });

  test.each([
    ['cp1', 'cp2'],
    ['cp2', 'cp3'],
    ['cp3', 'cp1'],
  ])(
    '%s is killed: the API answers within 30 s; it is removed and joins again',
    { timeout: 600_000 },
    async (name, other) => {
      const through = lab().node(other);
      await lab().node(name).kill();
      const since = Date.now();
      await until('the API to answer', 30_000, async () => {
        const ask = ['kubectl', `--server=https://${BALANCED_ENDPOINT}`, '--request-timeout=2s', 'get', 'nodes'];
        const answer = await through.exec(ask);
        return { done: answer.exitCode === 0, seen: answer.stderr };
      });
      say(`after ${name} was killed the API answered within ${((Date.now() - since) / 1000).toFixed(1)} s`);
      await removeControlPlane(lab(), name, through);
      await bootAndJoin(lab(), name, 'tsadm', through);
      await waitForNodes(through, ['cp1', 'cp2', 'cp3', 'w1', 'w2']);
      await expectVoters(through, ['cp1', 'cp2', 'cp3']);
      await expectMarked(through, name);
    },
  );
});

describeLab('control planes join, all at once or with a gap', (lab) => {
  let cp1: LabNode;
  beforeAll(async () => {
    cp1 = await makeSharedCluster(lab(), 'tsadm');
  }, 300_000);

  afterEach(async () => {
    for (const name of ['cp3', 'cp2']) if (lab().names.includes(name)) await removeControlPlane(lab(), name, cp1);
    await expectVoters(cp1, ['cp1']);
  }, 300_000);

  test.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    'two join in the same second (%s)',
    { timeout: 400_000 },
    async () => {
      const nodes = await Promise.all(['cp2', 'cp3'].map((name) => lab().boot(name, { install: ['tsadm'] })));
      const commands = await Promise.all(nodes.map((node) => joinCommand(node, 'tsadm', cp1, 'control plane')));
      const ended = await Promise.all(nodes.map((node, index) => node.exec(commands[index]!)));
      for (const [index, result] of ended.entries()) mustEnd(nodes[index]!, result, 0);
      await expectVoters(cp1, ['cp1', 'cp2', 'cp3']);
      for (const { name } of nodes) await expectMarked(cp1, name);
      await waitForNodes(cp1, ['cp1', 'cp2', 'cp3']);
    },
  );

  test.each(MOMENTS)('killed %s, and started again', { timeout: 400_000 }, async (moment) => {
    const cp2 = await lab().boot('cp2', { install: ['tsadm'] });
    const command = await joinCommand(cp2, 'tsadm', cp1, 'control plane');
    mustEnd(cp2, await cp2.exec(command, { env: { TSADM_TEST_KILL: moment } }), 137);
    mustEnd(cp2, await cp2.exec(command), 0);
    await expectVoters(cp1, ['cp1', 'cp2']);
    await expectMarked(cp1, 'cp2');
    await waitForNodes(cp1, ['cp1', 'cp2']);
  });

  describe('a learner that is given up for good does not keep the next node from joining', () => {
    test.each(['after:etcd-join:add', 'before:etcd-join:promote'])(
      'its machine went %s',
      { timeout: 400_000 },
      async (moment) => {
        const cp2 = await lab().boot('cp2', { install: ['tsadm'] });
        const command = await joinCommand(cp2, 'tsadm', cp1, 'control plane');
        mustEnd(cp2, await cp2.exec(command, { env: { TSADM_TEST_KILL: moment } }), 137);
        if (moment.includes('promote')) {
          await until('the learner to start', 60_000, async () => {
            const members = await etcdMembers(cp1);
            return { done: members.some(({ name }) => name === 'cp2'), seen: JSON.stringify(members) };
          });
        }
        await cp2.kill();
        await bootAndJoin(lab(), 'cp3', 'tsadm', cp1);
        await expectVoters(cp1, ['cp1', 'cp3']);
        await waitForNodes(cp1, ['cp1', 'cp3']);
      },
    );
  });
});
