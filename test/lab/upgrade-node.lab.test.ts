import { expect, test } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import { type Bootstrapper, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { bootAndJoin, etcdMembers, makeSharedCluster } from './joining.ts';
import type { Lab } from './lab.ts';
import type { CapturedFiles } from './machine-files.ts';
import type { LabNode } from './node.ts';
import { nodeCommand } from './upgrade-command.ts';
import {
  ageKubelet,
  captureUpgradedFiles,
  expectKilledAt,
  expectKubeletRenewed,
  expectUpgraded,
  imagesOf,
  manifestImages,
  takeKubelet,
  unfinishedRuns,
  upgradeApply,
  upgradeNode,
  waitUntilWell,
} from './upgrading.ts';

const [OLD, NEW] = ['v1.35.4', 'v1.36.3'] as const;
const NODES = ['cp1', 'cp2', 'w1'];
/** CoreDNS, kube-proxy and two control planes. */
const PODS = 2 + 3 + 2 * 4;

/** Of two members of etcd none can be missed: while one is stopped, nobody answers what the cluster has stored. */
const ON_CONTROL_PLANE = [
  'after:control-plane:etcd/stop',
  'after:control-plane:etcd/write',
  'after:control-plane:kube-apiserver/stop',
  'before:control-plane:kube-scheduler/healthy',
  'before:kubelet-config:config',
  'before:addon/coredns:Deployment/kube-system/coredns',
  'after:addon/kube-proxy:DaemonSet/kube-system/kube-proxy',
  'before:post-upgrade:env',
];
const ON_WORKER = ['before:kubelet-config:config', 'before:post-upgrade:env'];

type Captured = { readonly [node: string]: CapturedFiles };

/** A cluster at the old version, ready to be upgraded; its nodes in order. */
async function oldCluster(lab: Lab, program: Bootstrapper): Promise<readonly LabNode[]> {
  const cp1 = await makeSharedCluster(lab, program, { version: OLD });
  for (const name of NODES.slice(1)) await bootAndJoin(lab, name, program, cp1, { version: OLD });
  await waitForNodes(cp1, NODES);
  await waitForSystemPods(cp1, PODS);
  const nodes = NODES.map((name) => lab.node(name));
  for (const node of nodes) {
    await lab.load(node.name, NEW);
    await node.install(program, NEW);
  }
  return nodes;
}

async function captureAll(nodes: readonly LabNode[]): Promise<Captured> {
  const captured: [string, CapturedFiles][] = [];
  for (const node of nodes) captured.push([node.name, await captureUpgradedFiles(node)]);
  return Object.fromEntries(captured);
}

describeLab('two control planes and a worker', (lab) => {
  let ours: Captured;

  test('killed on the second control plane and on the worker, the same command finishes', {
    timeout: 1_800_000,
  }, async () => {
    const [cp1, cp2, w1] = (await oldCluster(lab(), 'tsadm')) as [LabNode, LabNode, LabNode];
    const members = await etcdMembers(cp1);
    await upgradeApply(cp1, 'tsadm', NEW);
    for (const [node, moments] of [
      [cp2, ON_CONTROL_PLANE],
      [w1, ON_WORKER],
    ] as const) {
      await ageKubelet(node);
      await expectKilledAt(moments, node, nodeCommand('tsadm'));
      await upgradeNode(node, 'tsadm');
      await expectKubeletRenewed(node);
      expect(await unfinishedRuns(node)).toEqual([]);
    }
    ours = await captureAll([cp2, w1]);
    for (const node of [cp1, cp2, w1]) await takeKubelet(node, NEW);
    await waitUntilWell(cp2);
    await expectUpgraded(cp1, NEW, NODES, PODS);
    expect(await manifestImages(cp2)).toEqual(imagesOf(NEW));
    expect(await etcdMembers(cp1)).toEqual(members);
    await lab().down();
  });

  test('files are those of a cluster that kubeadm made and upgraded', { timeout: 1_800_000 }, async () => {
    const [cp1, cp2, w1] = (await oldCluster(lab(), 'kubeadm')) as [LabNode, LabNode, LabNode];
    await upgradeApply(cp1, 'kubeadm', NEW);
    for (const node of [cp2, w1]) await upgradeNode(node, 'kubeadm');
    const theirs = await captureAll([cp2, w1]);
    expect(Object.keys(theirs['cp2'] ?? {})).toContain('/etc/kubernetes/manifests/etcd.yaml');
    expect(Object.keys(theirs['w1'] ?? {})).toContain('/var/lib/kubelet/config.yaml');
    expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
  });
});
