import { afterEach, expect, test } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import { type Bootstrapper, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import { captureObjects } from './cluster-objects.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { bootAndJoin, etcdMembers, makeSharedCluster, removeControlPlane } from './joining.ts';
import { captureFiles } from './machine-files.ts';
import type { LabNode } from './node.ts';

const VERSIONS = ['v1.36.3', 'v1.35.4'] as const;

/** What a joined control plane is made of: its files and its Node. */
async function made(cp1: LabNode, cp2: LabNode) {
  await waitForNodes(cp1, ['cp1', 'cp2']);
  await waitForSystemPods(cp1, 12);
  await until('the taints of a Node that was not ready to go', 30_000, async () => {
    const seen = await cp1.kubectl('get', 'node', 'cp2', '-o=jsonpath={.spec.taints[*].key}');
    return { done: !seen.includes('not-ready'), seen };
  });
  const objects = await captureObjects(cp1);
  const files = JSON.stringify(await captureFiles(cp2));
  const node = JSON.stringify(objects['Node cp2']);
  return { files: JSON.parse(withSortedMembers(files)), node: JSON.parse(withoutPodNetwork(node)) };
}

/** etcd lists members by their random ids. */
function withSortedMembers(text: string): string {
  return text.replace(
    /(--initial-cluster=)([^\\"]*)/g,
    (_, flag, list) => `${flag}${list.split(',').sort().join(',')}`,
  );
}

/** Every Node gets the next free network of the cluster, and keeps it to itself. */
function withoutPodNetwork(text: string): string {
  return text.replace(/10\.244\.\d+\.0\/24/g, 'the next network');
}

async function joinAndCapture(cp1: LabNode, join: () => Promise<LabNode>) {
  const result = await made(cp1, await join());
  expect((await etcdMembers(cp1)).map(({ name, learner }) => `${name} ${learner}`).sort()).toEqual([
    'cp1 false',
    'cp2 false',
  ]);
  return result;
}

describeLab('control planes of kubeadm and tsadm in one cluster', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test.each(VERSIONS)(
    '%s: in a cluster of kubeadm both join, and leave the same files and the same Node',
    { timeout: 900_000 },
    async (version) => {
      const cp1 = await makeSharedCluster(lab(), 'kubeadm', { version });
      const joined = async (program: Bootstrapper) =>
        joinAndCapture(cp1, () => bootAndJoin(lab(), 'cp2', program, cp1, { version }));
      const theirs = await joined('kubeadm');
      await removeControlPlane(lab(), 'cp2', cp1);
      const ours = await joined('tsadm');
      expect(Object.keys(theirs.files)).toContain('/etc/kubernetes/manifests/etcd.yaml');
      expect(theirs.node).toBeDefined();
      expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
    },
  );

  test.each(VERSIONS)('%s: kubeadm joins a cluster of tsadm', { timeout: 600_000 }, async (version) => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm', { version });
    await joinAndCapture(cp1, () => bootAndJoin(lab(), 'cp2', 'kubeadm', cp1, { version }));
  });
});
