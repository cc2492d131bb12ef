import { expect, test } from 'vitest';
import { clusterConfig, init, join, probe, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { bootExternalEtcd, externalEtcdLines, installEtcdClient } from './external-etcd.ts';
import { BALANCED_ENDPOINT, bootLoadBalancer } from './load-balancer.ts';
import { timed } from './progress.ts';
import { bootRegistry, pushImages, useRegistry } from './registry.ts';

describeLab('topologies the peer can make', (lab) => {
  test('two control planes behind the load balancer', async () => {
    await bootLoadBalancer(lab());
    const cp1 = await lab().boot('cp1', { install: ['kubeadm'] });
    const cp2 = await lab().boot('cp2', { install: ['kubeadm'] });
    await timed('kubeadm init', () => init(cp1, 'kubeadm', clusterConfig(cp1, { endpoint: BALANCED_ENDPOINT })));
    await timed('kubeadm join --control-plane', () => join(cp2, 'kubeadm', cp1, { controlPlane: true }));
    await waitForNodes(cp2, ['cp1', 'cp2']);
    await waitForSystemPods(cp2, 10);
    // One API server goes; the balancer sees it within a second, and the name still answers.
    await cp1.run('mv', '/etc/kubernetes/manifests/kube-apiserver.yaml', '/root/');
    const viaBalancer = ['kubectl', '--server=https://lb:6443', 'get', '--raw=/readyz'];
    await until('cp1 to refuse', 60_000, async () => {
      const direct = await cp2.exec(['kubectl', '--server=https://cp1:6443', 'get', '--raw=/readyz']);
      return { done: direct.exitCode !== 0, seen: direct.stdout };
    });
    await until('the balancer to notice', 5_000, async () => {
      const answer = await cp2.exec(viaBalancer);
      return { done: answer.stdout === 'ok', seen: answer.stderr };
    });
    for (let times = 0; times < 4; times++) expect(await cp2.run(...viaBalancer)).toBe('ok');
    await lab().down();
  });

  test('an etcd of its own, reached over TLS', async () => {
    const etcd = await bootExternalEtcd(lab());
    const cp1 = await lab().boot('cp1', { install: ['kubeadm'] });
    await installEtcdClient(cp1, etcd);
    await init(cp1, 'kubeadm', clusterConfig(cp1, { more: externalEtcdLines(etcd) }));
    await waitForNodes(cp1, ['cp1']);
    expect(await cp1.kubectl('get', 'pods', '-n', 'kube-system', '-o=name')).not.toContain('etcd');
    await lab().down();
  });

  test('both address families', async () => {
    const cp1 = await lab().boot('cp1', { install: ['kubeadm'] });
    const w1 = await lab().boot('w1', { install: ['kubeadm'] });
    await init(cp1, 'kubeadm', clusterConfig(cp1, { dualStack: true }));
    await join(w1, 'kubeadm', cp1);
    await waitForNodes(cp1, ['cp1', 'w1']);
    await waitForSystemPods(cp1, 8);
    await cp1.kubectl(
      'run',
      'greeter',
      '--image=registry.k8s.io/lab/busybox:1',
      '--port=8080',
      '--',
      '/bin/probe',
      'serve',
      'hello',
    );
    const overrides = JSON.stringify({ spec: { ipFamilyPolicy: 'RequireDualStack' } });
    await cp1.kubectl('expose', 'pod', 'greeter', '--port=80', '--target-port=8080', `--overrides=${overrides}`);
    await cp1.kubectl('wait', '--for=condition=Ready', 'pod/greeter', '--timeout=60s');
    const [ipv4, ipv6] = JSON.parse(await cp1.kubectl('get', 'service', 'greeter', '-o=jsonpath={.spec.clusterIPs}'));
    expect(await probe(cp1, 'w1', 'get', `http://${ipv4}`)).toBe('hello\n');
    expect(await probe(cp1, 'cp1', 'get', `http://[${ipv6}]`)).toBe('hello\n');
    expect(await probe(cp1, 'w1', 'get', 'http://greeter')).toBe('hello\n');
    await lab().down();
  });

  test('images pulled from a registry', async () => {
    const w1 = await lab().boot('w1');
    await bootRegistry(lab());
    await pushImages(w1);
    const cp1 = await lab().boot('cp1', { install: ['kubeadm'], images: [] });
    await useRegistry(cp1);
    await timed('kubeadm config images pull', () =>
      cp1.run('kubeadm', 'config', 'images', 'pull', '--kubernetes-version=v1.36.3'),
    );
    expect(await cp1.run('ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).toContain('registry.k8s.io/etcd:3.6.8-0');
  });
});
