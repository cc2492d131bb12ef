import { expect, test } from 'vitest';
import { clusterConfig, init, join, waitForNodes, waitForSystemPods } from './cluster.ts';
import { captureObjects } from './cluster-objects.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { captureFiles } from './machine-files.ts';

/** What is compared between programs is worth something only if one program, run twice, shows no difference. */
describeLab('captures of two runs of the peer', (lab) => {
  async function capture(): Promise<{ readonly [what: string]: object }> {
    const cp1 = await lab().boot('cp1', { install: ['kubeadm'] });
    const w1 = await lab().boot('w1', { install: ['kubeadm'] });
    await init(cp1, 'kubeadm', clusterConfig(cp1));
    await join(w1, 'kubeadm', cp1);
    await waitForNodes(cp1, ['cp1', 'w1']);
    await waitForSystemPods(cp1, 8);
    const captured = { objects: await captureObjects(cp1), cp1: await captureFiles(cp1), w1: await captureFiles(w1) };
    await lab().down();
    return captured;
  }

  test('differ in nothing', async () => {
    const [first, second] = [await capture(), await capture()];
    expect(Object.keys(first['cp1']!)).toContain('/etc/kubernetes/pki/etcd/ca.crt');
    expect(Object.keys(first['objects']!)).toContain('ConfigMap kube-system/kubeadm-config');
    expect(showDifferences(differences(first, second))).toBe('');
  });
});
