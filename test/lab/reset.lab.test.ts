import { afterEach, describe, expect, test } from 'vitest';
import { unexpectedAfterReset } from './after-reset.ts';
import { type Bootstrapper, clusterConfig, init, join, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { bootAndJoin, etcdctl, etcdMembers, joinCommand, makeSharedCluster, mustEnd } from './joining.ts';
import type { Lab } from './lab.ts';
import { type MachineState, machineState } from './machine-state.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';
import { DEFAULT_VERSION } from './versions.ts';

const both: readonly Bootstrapper[] = ['kubeadm', 'tsadm'];

/** An empty cp1 with the configuration that it is going to have, and how it looks. */
async function emptyMachine(lab: Lab, version = DEFAULT_VERSION): Promise<{ cp1: LabNode; before: MachineState }> {
  const cp1 = await lab.boot('cp1', { install: both, version });
  await cp1.writeFile('/root/init.yaml', clusterConfig(cp1, { version }));
  return { cp1, before: await machineState(cp1) };
}

async function cluster(cp1: LabNode, program: Bootstrapper, version = DEFAULT_VERSION): Promise<void> {
  await timed(`${program} init`, () => init(cp1, program, clusterConfig(cp1, { version })));
  await waitForNodes(cp1, ['cp1']);
  await waitForSystemPods(cp1, 7);
}

async function resetBy(node: LabNode, program: Bootstrapper, ...words: string[]): Promise<string> {
  const result = await timed(`${program} reset`, () => node.exec([program, 'reset', '--force', ...words]));
  mustEnd(node, result, 0);
  return `${result.stdout}${result.stderr}`;
}

/** Names of those that vote. */
async function voters(through: LabNode): Promise<readonly string[]> {
  return (await etcdMembers(through)).filter(({ learner }) => !learner).map(({ name }) => name);
}

describeLab('reset of a control plane', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  describe.each([DEFAULT_VERSION, 'v1.35.4'])('%s', (version) => {
    test('leaves the machine as it was, but for a written list; then init works again', async () => {
      const { cp1, before } = await emptyMachine(lab(), version);
      await cluster(cp1, 'tsadm', version);
      // Somebody's own disk below the kubelet's folder: it is unmounted, and what lies on it stays.
      await cp1.run('sh', '-c', 'mkdir -p /root/disk /var/lib/kubelet/disk; echo mine >/root/disk/file');
      await cp1.run('mount', '--bind', '/root/disk', '/var/lib/kubelet/disk');
      await resetBy(cp1, 'tsadm');
      expect(await cp1.readFile('/root/disk/file')).toBe('mine\n');
      await cp1.run('rm', '-r', '/root/disk');
      expect(unexpectedAfterReset(before, await machineState(cp1))).toEqual([]);
      await cluster(cp1, 'tsadm', version);
    });

    test('each of the two resets what the other made, and they leave the same', async () => {
      const { cp1, before } = await emptyMachine(lab(), version);
      await cluster(cp1, 'kubeadm', version);
      await resetBy(cp1, 'tsadm');
      expect(unexpectedAfterReset(before, await machineState(cp1))).toEqual([]);
      await cluster(cp1, 'tsadm', version);
      await resetBy(cp1, 'kubeadm');
      // kubeadm does not know what is ours.
      const after = unexpectedAfterReset(before, await machineState(cp1));
      expect(after.filter((line) => !line.startsWith('files + /var/lib/tsadm'))).toEqual([]);
      await cluster(cp1, 'tsadm', version);
    });
  });

  test('works with the API server down, and with etcd down when that is wanted', async () => {
    const { cp1, before } = await emptyMachine(lab());
    await cluster(cp1, 'tsadm');
    const manifests = '/etc/kubernetes/manifests';
    await cp1.run('mv', `${manifests}/kube-apiserver.yaml`, '/root/kube-apiserver.yaml');
    await cp1.run('sh', '-c', 'while curl -ks https://127.0.0.1:6443/livez; do sleep 0.2; done');
    // etcd itself tells that it is the only member.
    mustEnd(cp1, await cp1.exec(['tsadm', 'reset'], { input: 'y\n' }), 0);
    await cp1.run('rm', '/root/kube-apiserver.yaml');
    expect(unexpectedAfterReset(before, await machineState(cp1))).toEqual([]);
    await cluster(cp1, 'tsadm');
    await cp1.stopUnit('kubelet');
    await cp1.run('sh', '-c', 'pkill -9 etcd; pkill -9 kube-apiserver; sleep 1');
    const tree = await cp1.listTree('/etc/kubernetes', '/var/lib/etcd');
    const refused = await cp1.exec(['tsadm', 'reset'], { input: 'y\n' });
    mustEnd(cp1, refused, 10);
    expect(refused.stderr).toContain('the same command with --force');
    expect(await cp1.listTree('/etc/kubernetes', '/var/lib/etcd')).toEqual(tree);
    expect(await resetBy(cp1, 'tsadm')).toContain('the members of etcd cannot be seen');
    expect(unexpectedAfterReset(before, await machineState(cp1))).toEqual([]);
  });

  test('killed at each effect that others see, the same command ends it', { timeout: 900_000 }, async () => {
    const { cp1, before } = await emptyMachine(lab());
    for (const moment of [
      'after:remove-etcd-member:data',
      'after:cleanup-node:pods',
      'after:cleanup-node:certificates',
    ]) {
      await cluster(cp1, 'tsadm');
      const env = { TSADM_TEST_KILL: moment };
      expect((await cp1.exec(['tsadm', 'reset', '--force'], { env })).exitCode, moment).toBe(137);
      await resetBy(cp1, 'tsadm');
      expect(unexpectedAfterReset(before, await machineState(cp1)), moment).toEqual([]);
    }
  });

  test('after an init that was killed, clears away its journal and its keys', async () => {
    const { cp1, before } = await emptyMachine(lab());
    const env = { TSADM_TEST_KILL: 'after:kubelet-start:start' };
    const killed = await cp1.exec(['tsadm', 'init', '--config=/root/init.yaml', '--ignore-preflight-errors=all'], {
      env,
    });
    expect(killed.exitCode).toBe(137);
    await resetBy(cp1, 'tsadm');
    expect(unexpectedAfterReset(before, await machineState(cp1))).toEqual([]);
    await cluster(cp1, 'tsadm');
  });
});

describeLab('reset of one of several', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('a worker, which then joins again', async () => {
    const { cp1 } = await emptyMachine(lab());
    await cluster(cp1, 'tsadm');
    const w1 = await lab().boot('w1', { install: both });
    const before = await machineState(w1);
    for (const [joiner, resetter] of [
      ['tsadm', 'tsadm'],
      ['kubeadm', 'tsadm'],
      ['tsadm', 'kubeadm'],
    ] as const) {
      await join(w1, joiner, cp1);
      await waitForNodes(cp1, ['cp1', 'w1']);
      await resetBy(w1, resetter);
      const after = unexpectedAfterReset(before, await machineState(w1));
      expect(after.filter((line) => resetter === 'tsadm' || !line.startsWith('files + /var/lib/tsadm'))).toEqual([]);
      await cp1.kubectl('delete', 'node', 'w1');
    }
  });

  test('a control plane leaves etcd first, never below a quorum, and joins again', { timeout: 900_000 }, async () => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm', { install: both });
    const cp2 = await bootAndJoin(lab(), 'cp2', 'tsadm', cp1);
    const cp3 = await bootAndJoin(lab(), 'cp3', 'kubeadm', cp1);
    await cp3.install('tsadm');
    await waitForNodes(cp1, ['cp1', 'cp2', 'cp3']);
    expect(await resetBy(cp3, 'tsadm')).toContain('Removed cp3');
    expect(await voters(cp1)).toEqual(expect.not.arrayContaining(['cp3']));
    // The load balancer may still lead to the API server that is gone.
    await until('Node cp3 to be deleted', 30_000, async () => {
      const deleted = await cp1.exec(['kubectl', 'delete', 'node', 'cp3', '--ignore-not-found']);
      return { done: deleted.exitCode === 0, seen: deleted.stderr };
    });
    mustEnd(cp3, await cp3.exec(await joinCommand(cp3, 'tsadm', cp1, 'control plane')), 0);
    await waitForNodes(cp1, ['cp1', 'cp2', 'cp3']);
    expect([...(await voters(cp1))].sort()).toEqual(['cp1', 'cp2', 'cp3']);

    await cp2.kill();
    const refused = await cp3.exec(['tsadm', 'reset', '--force']);
    mustEnd(cp3, refused, 15);
    expect(refused.stderr).toContain('would lose its quorum');
    expect(refused.stderr).toContain('cp2');
    expect([...(await voters(cp1))].sort()).toEqual(['cp1', 'cp2', 'cp3']);
    await cp2.start();
    // Its Node has been Ready all the while: nobody missed it yet.
    await until('every member of etcd to be well', 180_000, async () => {
      const look = etcdctl(cp1, 'endpoint', 'health', '--cluster').then(() => '');
      const seen = await look.catch((error: Error) => error.message);
      return { done: seen === '', seen };
    });

    // One after the other, down to the last.
    for (const node of [cp3, cp2, cp1]) await resetBy(node, 'tsadm');
  });
});
