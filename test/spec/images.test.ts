import { expect, test } from 'vitest';
import { images, imageTag, neededImages, tagOfImage } from '../../src/spec/images.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { cluster } from './bad-cases.ts';

function clusterOf(fields: string, version = 'v1.36.3') {
  const text = cluster(fields).replace('v1.36.3', version);
  return loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] }).spec.cluster;
}

/** As `kubeadm config images list` of v1.36.3 prints them. */
test('defaults', () => {
  expect(neededImages(clusterOf(''))).toEqual([
    'registry.k8s.io/kube-apiserver:v1.36.3',
    'registry.k8s.io/kube-controller-manager:v1.36.3',
    'registry.k8s.io/kube-scheduler:v1.36.3',
    'registry.k8s.io/kube-proxy:v1.36.3',
    'registry.k8s.io/coredns/coredns:v1.14.2',
    'registry.k8s.io/pause:3.10.2',
    'registry.k8s.io/etcd:3.6.8-0',
  ]);
});

test('what is disabled or external needs no image', () => {
  const fields = 'dns: {disabled: true}\nproxy: {disabled: true}\netcd: {external: {endpoints: ["https://a"]}}';
  expect(neededImages(clusterOf(fields)).map((image) => image.split('/').pop())).toEqual([
    'kube-apiserver:v1.36.3',
    'kube-controller-manager:v1.36.3',
    'kube-scheduler:v1.36.3',
    'pause:3.10.2',
  ]);
});

test('another repository has no folder for CoreDNS', () => {
  const all = images(clusterOf('imageRepository: r/k\netcd: {local: {imageRepository: r/e, imageTag: "1"}}'));
  expect(all).toMatchObject({ coredns: 'r/k/coredns:v1.14.2', pause: 'r/k/pause:3.10.2', etcd: 'r/e/etcd:1' });
  expect(images(clusterOf('dns: {imageRepository: r/d, imageTag: v9}')).coredns).toBe('r/d/coredns:v9');
});

test('CI builds', () => {
  const resolved = (fields: string) =>
    images({ ...clusterOf(fields, 'ci/latest'), kubernetesVersion: 'v1.37.0-alpha.1+a' });
  expect(resolved('')).toMatchObject({
    'kube-proxy': 'gcr.io/k8s-staging-ci-images/kube-proxy:v1.37.0-alpha.1_a',
    pause: 'registry.k8s.io/pause:3.10.2',
  });
  expect(resolved('imageRepository: r')['kube-apiserver']).toBe('r/kube-apiserver:v1.37.0-alpha.1_a');
});

test('tags', () => expect(imageTag('v1.36.3+a/b')).toBe('v1.36.3_a_b'));

test.each([
  ['registry.k8s.io/coredns/coredns:v1.14.2', 'v1.14.2'],
  [`registry:5000/coredns:v1.14.2@sha256:${'a'.repeat(64)}`, 'v1.14.2'],
  [`registry:5000/coredns@sha256:${'a'.repeat(64)}`, ''],
  ['registry:5000/coredns', ''],
  ['coredns', ''],
])('the tag of %s is "%s"', (image, tag) => {
  expect(tagOfImage(image)).toBe(tag);
});
