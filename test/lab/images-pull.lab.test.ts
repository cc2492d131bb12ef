import { expect, test } from 'vitest';
import { describeLab } from './describe-lab.ts';
import { bootRegistry, pushImages, REGISTRY_ADDRESS, useRegistry } from './registry.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

const VERSION = `--kubernetes-version=${DEFAULT_VERSION}`;

describeLab('tsadm config images pull, from a registry', (lab) => {
  test('every image that it lists comes through containerd and its mirror, and is there afterwards', async () => {
    const registry = await bootRegistry(lab());
    const cp1 = await lab().boot('cp1');
    await pushImages(cp1);
    await lab().down('cp1');
    const w1 = await lab().boot('w1', { images: [], install: ['tsadm', 'kubeadm'] });
    await useRegistry(w1);
    const listed = (await w1.run('tsadm', 'config', 'images', 'list', VERSION)).trim().split('\n');
    expect(listed).toEqual((await w1.run('kubeadm', 'config', 'images', 'list', VERSION)).trim().split('\n'));
    expect(listed).toContain(`registry.k8s.io/coredns/coredns:v${release(DEFAULT_VERSION).coredns}`);
    const pulled = await w1.exec(['tsadm', 'config', 'images', 'pull', VERSION]);
    expect(pulled.exitCode, `${pulled.stdout}${pulled.stderr}`).toBe(0);
    for (const image of listed) expect(`${pulled.stdout}${pulled.stderr}`).toContain(image);
    const there = (await w1.run('ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).split('\n');
    for (const image of listed) expect(there).toContain(image);
    expect(registry.running).toBe(true);
  });

  test('an image that the registry lacks: named, exit 13 or 1, the others are there', async () => {
    const w1 = lab().node('w1');
    const words = ['config', 'images', 'pull', VERSION, `--image-repository=${REGISTRY_ADDRESS}/nowhere`];
    const ours = await w1.exec(['tsadm', ...words]);
    const said = `${ours.stdout}${ours.stderr}`;
    expect(ours.exitCode, said).not.toBe(0);
    expect(said).toContain(`${REGISTRY_ADDRESS}/nowhere/kube-apiserver:${DEFAULT_VERSION}`);
    expect(said).not.toMatch(/^ +at /m);
    expect((await w1.exec(['kubeadm', ...words])).exitCode).not.toBe(0);
  });

  test('--image-repository: the same images from elsewhere', async () => {
    const w1 = lab().node('w1');
    await w1.writeFile(
      `/etc/containerd/certs.d/${REGISTRY_ADDRESS}/hosts.toml`,
      `server = "http://${REGISTRY_ADDRESS}"\n[host."http://${REGISTRY_ADDRESS}"]\n  capabilities = ["pull", "resolve"]\n`,
    );
    const from = `--image-repository=${REGISTRY_ADDRESS}`;
    const images = (await w1.run('tsadm', 'config', 'images', 'list', VERSION, from)).trim().split('\n');
    expect(images).toEqual((await w1.run('kubeadm', 'config', 'images', 'list', VERSION, from)).trim().split('\n'));
    expect(images).toContain(`${REGISTRY_ADDRESS}/kube-apiserver:${DEFAULT_VERSION}`);
    // CoreDNS lies at another path there, as it does for kubeadm: it alone is missing.
    const pulled = await w1.exec(['tsadm', 'config', 'images', 'pull', VERSION, from]);
    const said = `${pulled.stdout}${pulled.stderr}`;
    expect(pulled.exitCode, said).not.toBe(0);
    expect(said).toContain(`${REGISTRY_ADDRESS}/coredns:v${release(DEFAULT_VERSION).coredns}`);
    const there = (await w1.run('ctr', '-n', 'k8s.io', 'images', 'ls', '-q')).split('\n');
    expect(there).toContain(`${REGISTRY_ADDRESS}/kube-apiserver:${DEFAULT_VERSION}`);
  });
});
