import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEtcdManifest } from '../../src/manifests/etcd-manifest.ts';
import { etcdManifest } from '../workflows/reset-machine.ts';

it('reads what kubeadm writes', () => {
  const text = readFileSync(join(import.meta.dirname, '../golden/manifests/everything/etcd.yaml'), 'utf8');
  const read = readEtcdManifest(text);
  if ('problem' in read) throw new Error(read.problem);
  const { name, dataDir, peerUrl, clientUrls, alone } = read.value;
  expect(alone).toBe(true);
  expect(text).toContain(`--initial-cluster=${name}=${peerUrl}`);
  expect(text).toContain(`path: ${dataDir}\n`);
  expect(text).toContain(`--advertise-client-urls=${clientUrls.join(',')}`);
});

it('tells a member that joined others', () => {
  const cluster = 'cp1=https://10.0.0.1:2380,cp2=https://10.0.0.2:2380';
  expect(readEtcdManifest(etcdManifest({ cluster, dataDir: '/data/' }))).toMatchObject({
    value: { alone: false, dataDir: '/data', name: 'cp1', peerUrl: 'https://10.0.0.1:2380' },
  });
});

it.each([
  ['', 'no volume etcd-data'],
  ['spec: {volumes: [{name: etcd-data, emptyDir: {}}]}', 'no volume etcd-data'],
  ['spec: {volumes: [{name: etcd-data, hostPath: {path: data}}]}', 'no volume etcd-data'],
  ['spec: [', ''],
])('says what is wrong with %j', (text, problem) => {
  expect(readEtcdManifest(text)).toMatchObject({ problem: expect.stringContaining(problem) });
});
