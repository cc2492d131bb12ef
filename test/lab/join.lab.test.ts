import { afterEach, describe, expect, test } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import {
  type Bootstrapper,
  clusterConfig,
  IGNORED_CHECKS,
  init,
  join,
  probe,
  waitForNodes,
  waitForSystemPods,
} from './cluster.ts';
import { type CapturedObjects, captureObjects } from './cluster-objects.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import type { Lab } from './lab.ts';
import { type CapturedFiles, captureFiles } from './machine-files.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';
import { DEFAULT_VERSION } from './versions.ts';

const both: readonly Bootstrapper[] = ['kubeadm', 'tsadm'];
/** kube-proxy of the second node beside the pods of a stacked control plane. */
const SYSTEM_PODS = 8;

/** cp1 with a cluster, and an empty w1. */
async function clusterAndMachine(
  lab: Lab,
  program: Bootstrapper,
  version = DEFAULT_VERSION,
): Promise<{ readonly cp1: LabNode; readonly w1: LabNode }> {
  const cp1 = await lab.boot('cp1', { install: [...both], version });
  await timed(`${program} init`, () => init(cp1, program, clusterConfig(cp1, { version })));
  const w1 = await lab.boot('w1', { install: [...both], version });
  return { cp1, w1 };
}

async function expectBothWork(cp1: LabNode, nodes: readonly string[] = ['cp1', 'w1']): Promise<void> {
  await waitForNodes(cp1, nodes);
  await waitForSystemPods(cp1, SYSTEM_PODS);
  expect(await probe(cp1, 'w1', 'resolve', 'kubernetes.default')).toBe('10.96.0.1\n');
}

/** The text of cluster-info, as a file on the machine that joins. */
async function discoveryFile(cp1: LabNode, w1: LabNode): Promise<string> {
  const path = '/root/discovery.conf';
  const words = ['get', 'configmap', 'cluster-info', '--namespace=kube-public', '-o=jsonpath={.data.kubeconfig}'];
  await w1.writeFile(path, await cp1.kubectl(...words));
  return path;
}

/** Writes a configuration and a patch; gives the flag that names it. */
async function joinDocument(cp1: LabNode, w1: LabNode): Promise<string> {
  const words = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
  const after = (flag: string): string => words[words.indexOf(flag) + 1]!;
  await w1.writeFile('/root/patches/kubeletconfiguration+merge.yaml', 'maxPods: 55\n');
  await w1.writeFile(
    '/root/join.yaml',
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
nodeRegistration:
  name: worker-one
  taints: [{key: a, value: b, effect: PreferNoSchedule}]
  kubeletExtraArgs: [{name: node-labels, value: x=y}]
discovery:
  bootstrapToken:
    token: ${after('--token')}
    apiServerEndpoint: ${words[2]}
    caCertHashes: ['${after('--discovery-token-ca-cert-hash')}']
patches:
  directory: /root/patches
`,
  );
  return '--config=/root/join.yaml';
}

async function token(cp1: LabNode): Promise<string> {
  return (await cp1.run('kubeadm', 'token', 'create')).trim();
}

describeLab('join of a worker', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  describe.each([DEFAULT_VERSION, 'v1.35.4'])('%s', (version) => {
    test('files and Node are those that kubeadm makes', async () => {
      const made: { files: CapturedFiles; objects: CapturedObjects }[] = [];
      for (const program of both) {
        const { cp1, w1 } = await clusterAndMachine(lab(), 'kubeadm', version);
        await timed(`${program} join`, () => join(w1, program, cp1));
        await expectBothWork(cp1);
        made.push({ files: await captureFiles(w1), objects: await captureObjects(cp1) });
        await lab().down();
      }
      const [theirs, ours] = made;
      expect(Object.keys(theirs!.files)).toContain('/etc/kubernetes/kubelet.conf');
      expect(Object.keys(theirs!.objects)).toContain('Node w1');
      expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
    });

    test.each<[Bootstrapper, Bootstrapper]>([
      ['tsadm', 'kubeadm'],
      ['kubeadm', 'tsadm'],
      ['tsadm', 'tsadm'],
    ])('by file: the cluster by %s, the worker by %s', async (cluster, worker) => {
      const { cp1, w1 } = await clusterAndMachine(lab(), cluster, version);
      const words = [`--discovery-file=${await discoveryFile(cp1, w1)}`, `--tls-bootstrap-token=${await token(cp1)}`];
      await w1.run(worker, 'join', ...words, IGNORED_CHECKS);
      await expectBothWork(cp1);
    });
  });

  test('with all that a JoinConfiguration says of a worker, files and Node are those that kubeadm makes', async () => {
    const made: { files: CapturedFiles; objects: CapturedObjects }[] = [];
    for (const program of both) {
      const { cp1, w1 } = await clusterAndMachine(lab(), 'tsadm');
      await w1.run(program, 'join', await joinDocument(cp1, w1), IGNORED_CHECKS);
      await waitForNodes(cp1, ['cp1', 'worker-one']);
      await waitForSystemPods(cp1, SYSTEM_PODS);
      made.push({ files: await captureFiles(w1), objects: await captureObjects(cp1) });
      await lab().down();
    }
    const [theirs, ours] = made;
    expect(theirs!.files['/var/lib/kubelet/config.yaml']?.content).toContain('maxPods: 55');
    expect(Object.keys(theirs!.objects)).toContain('Node worker-one');
    expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
  });

  // kubeadm 1.36.3 itself wants an admin.conf for its kubelet-wait-bootstrap alone, which no worker has.
  test.each<readonly [Bootstrapper, Bootstrapper, Bootstrapper]>([
    ['tsadm', 'kubeadm', 'tsadm'],
    ['kubeadm', 'tsadm', 'tsadm'],
  ])('phase by phase: preflight by %s, kubelet-start by %s, kubelet-wait-bootstrap by %s', async (...programs) => {
    const { cp1, w1 } = await clusterAndMachine(lab(), 'tsadm');
    const config = await joinDocument(cp1, w1);
    for (const [index, phase] of ['preflight', 'kubelet-start', 'kubelet-wait-bootstrap'].entries()) {
      const more = phase === 'preflight' ? [IGNORED_CHECKS] : [];
      await w1.run(programs[index]!, 'join', 'phase', phase, config, ...more);
    }
    await waitForNodes(cp1, ['cp1', 'worker-one']);
    expect(await w1.listTree('/etc/kubernetes/bootstrap-kubelet.conf')).toEqual([]);
  });

  test('by token to a cluster of tsadm; the second start changes nothing', async () => {
    const { cp1, w1 } = await clusterAndMachine(lab(), 'tsadm');
    const [, ...words] = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
    const first = await timed('tsadm join', () => w1.run('tsadm', ...words, IGNORED_CHECKS));
    expect(first).toContain('This node has joined the cluster');
    await expectBothWork(cp1);
    const before = await w1.listTree('/etc/kubernetes', '/var/lib/tsadm');
    expect(await w1.run('tsadm', ...words, IGNORED_CHECKS)).toContain('Nothing to do');
    expect(await w1.listTree('/etc/kubernetes', '/var/lib/tsadm')).toEqual(before);
  });

  test('a name that a Ready node has is refused, and nothing is written', async () => {
    const { cp1, w1 } = await clusterAndMachine(lab(), 'tsadm');
    const [, ...words] = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
    await waitForNodes(cp1, ['cp1']);
    const refused = await w1.exec(['tsadm', ...words, '--node-name=cp1', IGNORED_CHECKS]);
    expect(refused.exitCode).toBe(15);
    expect(refused.stderr).toContain('a Node "cp1" that is Ready');
    expect(await w1.listTree('/etc/kubernetes')).toEqual([]);
  });
});

/** One moment at each effect that others see, or that others answer. */
const MOMENTS = [
  'after:kubelet-start:bootstrap-kubeconfig',
  'after:kubelet-start:stop',
  'before:kubelet-start:start',
  'after:kubelet-start:start',
  'before:kubelet-wait-bootstrap:certificate',
  'after:kubelet-wait-bootstrap:node',
  'after:kubelet-wait-bootstrap:bootstrap-kubeconfig',
];

describeLab('join of a worker, stopped and started again', (lab) => {
  test('killed at each moment, the same command ends the join', async () => {
    const { cp1 } = await clusterAndMachine(lab(), 'tsadm');
    const words = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/).slice(1);
    let clean: CapturedFiles | undefined;
    for (const moment of [undefined, ...MOMENTS]) {
      await lab().down('w1');
      const w1 = await lab().boot('w1', { install: [...both] });
      if (moment !== undefined) {
        const killed = await w1.exec(['tsadm', ...words, IGNORED_CHECKS], { env: { TSADM_TEST_KILL: moment } });
        expect(killed.exitCode, `${moment}\n${killed.stdout}${killed.stderr}`).toBe(137);
      }
      const again = await w1.exec(['tsadm', ...words, IGNORED_CHECKS]);
      expect(again.exitCode, `${moment}\n${again.stdout}${again.stderr}`).toBe(0);
      await waitForNodes(cp1, ['cp1', 'w1']);
      const files = await captureFiles(w1);
      clean ??= files;
      expect(showDifferences(differences(clean, files)), moment).toBe('');
      await cp1.kubectl('delete', 'node', 'w1');
    }
  });
});
