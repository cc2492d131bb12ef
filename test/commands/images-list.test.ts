import { expect, test } from 'vitest';
import { memoryHost } from '../fakes/memory-host.ts';
import { machineWith, run } from './run.ts';

const list = 'config images list --kubernetes-version v1.36.3';
const images = [
  'registry.k8s.io/kube-apiserver:v1.36.3',
  'registry.k8s.io/kube-controller-manager:v1.36.3',
  'registry.k8s.io/kube-scheduler:v1.36.3',
  'registry.k8s.io/kube-proxy:v1.36.3',
  'registry.k8s.io/coredns/coredns:v1.14.2',
  'registry.k8s.io/pause:3.10.2',
  'registry.k8s.io/etcd:3.6.8-0',
];

test('one image a line', async () => {
  expect((await run(list)).out).toBe(images.map((image) => `${image}\n`).join(''));
});

test('json and yaml are the Images object of kubeadm', async () => {
  const object = { kind: 'Images', apiVersion: 'output.kubeadm.k8s.io/v1alpha3', images };
  expect((await run(`${list} -o json`)).out).toBe(`${JSON.stringify(object, null, 4)}\n`);
  expect((await run(`${list} -o yaml`)).out).toBe(
    `apiVersion: output.kubeadm.k8s.io/v1alpha3\nimages:\n${images.map((image) => `- ${image}\n`).join('')}kind: Images\n`,
  );
});

test('a label that the network does not explain is the newest known, with a warning', async () => {
  const { out, err } = await run('config images list');
  expect(out).toContain('/kube-apiserver:v1.37');
  expect(err).toContain('could not be fetched');
});

test('beside a file flags have no effect, which is said', async () => {
  const host = machineWith(
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.35.4\nimageRepository: r.example/k\n',
  );
  const { out, err } = await run(`${list} --image-repository x --config /k.yaml`, host);
  expect(out).toContain('r.example/k/kube-apiserver:v1.35.4\n');
  expect(err).toBe(
    'Warning: beside --config, --image-repository, --kubernetes-version has no effect; the file decides\n',
  );
});

test('nothing but the version is asked of the machine', async () => {
  const host = memoryHost();
  host.net.routes = [];
  expect((await run(list, host)).error).toBeUndefined();
});
