import { expect, test } from 'vitest';
import { waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { bootAndJoin, etcdMembers, makeSharedCluster } from './joining.ts';
import type { LabNode } from './node.ts';
import { nodeCommand } from './upgrade-command.ts';
import {
  ageKubelet,
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

describeLab('two control planes and a worker, whose upgrades are killed', (lab) => {
  test('the same command finishes on each', { timeout: 1_800_000 }, async () => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm', { version: OLD });
    for (const name of NODES.slice(1)) await bootAndJoin(lab(), name, 'tsadm', cp1, { version: OLD });
    await waitForNodes(cp1, NODES);
    await waitForSystemPods(cp1, PODS);
    for (const name of NODES) await lab().load(name, NEW);
    const members = await etcdMembers(cp1);
    const [cp2, w1] = NODES.slice(1).map((name) => lab().node(name)) as [LabNode, LabNode];

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
    for (const node of [cp1, cp2, w1]) await takeKubelet(node, NEW);
    await waitUntilWell(cp2);
    await expectUpgraded(cp1, NEW, NODES, PODS);
    expect(await manifestImages(cp2)).toEqual(imagesOf(NEW));
    expect(await etcdMembers(cp1)).toEqual(members);
  });
});
