import { expect, test } from 'vitest';
import { clusterConfig, init, join, probe, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { timed } from './progress.ts';

describeLab('the peer: kubeadm makes a cluster on these machines', (lab) => {
  test('a control plane and a worker become Ready, with all system pods', async () => {
    const cp1 = await timed('boot cp1', () => lab().boot('cp1', { install: ['kubeadm'] }));
    const w1 = await timed('boot w1', () => lab().boot('w1', { install: ['kubeadm'] }));
    await timed('kubeadm init', () => init(cp1, 'kubeadm', clusterConfig(cp1)));
    await timed('kubeadm join', () => join(w1, 'kubeadm', cp1));
    await waitForNodes(cp1, ['cp1', 'w1']);
    await timed('system pods Ready', () => waitForSystemPods(cp1, 8));
  });

  test.each(['cp1', 'w1'])('a pod on %s resolves service names and reaches the API service', async (name) => {
    const cp1 = lab().node('cp1');
    expect(await probe(cp1, name, 'resolve', 'kubernetes.default')).toBe('10.96.0.1\n');
    expect(JSON.parse(await probe(cp1, name, 'api', '/version'))).toMatchObject({ gitVersion: 'v1.36.3' });
  });

  test('the same machine again is empty, with the same name and identity', async () => {
    const identity = async (): Promise<string> =>
      lab().node('cp1').run('cat', '/etc/machine-id', '/etc/hostname', '/etc/hosts');
    const before = await identity();
    await lab().down('cp1');
    const again = await lab().boot('cp1');
    expect(await identity()).toBe(before);
    expect(await again.listTree('/etc/kubernetes', '/var/lib/etcd/member')).toEqual([]);
  });
});
