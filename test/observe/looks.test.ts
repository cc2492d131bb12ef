import { expect, test } from 'vitest';
import { carryOutLooks } from '../../src/observe/looks.ts';
import { listKey } from '../../src/plan/facts.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { access, joiningMachine } from '../operations/etcd-cluster.ts';

const via = { kubeconfig: '/etc/kubernetes/admin.conf' };
const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };

test('files are present with text and mode, absent, directories, or unknown with the reason', async () => {
  const host = memoryHost({ files: { '/a/key': { text: 'secret', mode: 0o600 }, '/a/broken': 'x' } });
  host.files.failAt('/a/broken', 'EIO');
  const looks = ['/a/key', '/a/none', '/a', '/a/broken'].map((path) => ({ kind: 'file', path }) as const);
  const { files } = await carryOutLooks(looks, host);
  const key = files.get('/a/key');
  expect(key).toMatchObject({ state: 'present', mode: 0o600 });
  expect(key?.state === 'present' && key.text.reveal()).toBe('secret');
  expect(JSON.stringify(key)).not.toContain('secret');
  expect(files.get('/a/none')).toEqual({ state: 'absent' });
  expect(files.get('/a')).toEqual({ state: 'directory', entries: ['broken', 'key'] });
  expect(files.get('/a/broken')).toMatchObject({ state: 'unknown', why: expect.stringContaining('EIO') });
});

test('trees hold regular files in the order of a sorted walk', async () => {
  const host = memoryHost({ files: { '/p/z.yaml': 'z', '/p/b/y.yaml': 'y', '/p/a.yaml': 'a', '/p/b.yaml': 'b' } });
  const { trees } = await carryOutLooks(
    [
      { kind: 'tree', path: '/p' },
      { kind: 'tree', path: '/none' },
    ],
    host,
  );
  expect(trees.get('/p')?.map(({ path, text }) => `${path}=${text}`)).toEqual([
    '/p/a.yaml=a',
    '/p/b/y.yaml=y',
    '/p/b.yaml=b',
    '/p/z.yaml=z',
  ]);
  expect(trees.has('/none')).toBe(true);
  expect(trees.get('/none')).toBeUndefined();
});

test('in trees links to files are followed, links to folders are not', async () => {
  const link = (target: string) => ({ link: target });
  const host = memoryHost({
    files: {
      '/real/etcd.yaml': 'x',
      '/p/a.yaml': link('/real/etcd.yaml'),
      '/p/b': link('/real'),
      '/p/c.yaml': link('/none'),
      '/link': link('/real'),
    },
  });
  const paths = ['/p', '/link', '/link/'];
  const { trees } = await carryOutLooks(
    paths.map((path) => ({ kind: 'tree', path })),
    host,
  );
  expect(paths.map((path) => trees.get(path))).toEqual([
    [
      { path: '/p/a.yaml', text: 'x' },
      { path: '/p/b', text: undefined },
      { path: '/p/c.yaml', text: undefined },
    ],
    undefined,
    [{ path: '/link/etcd.yaml', text: 'x' }],
  ]);
});

test('objects are present, absent, or unknown when forbidden or without a kubeconfig', async () => {
  const host = memoryHost();
  const look = [{ kind: 'object', ref, via }] as const;
  const key = 'ConfigMap/kube-system/kubeadm-config';
  expect((await carryOutLooks(look, host)).objects.get(key)).toMatchObject({ state: 'unknown' });
  host.files.put(via.kubeconfig, 'x');
  expect((await carryOutLooks(look, host)).objects.get(key)).toEqual({ state: 'absent' });
  host.kube.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ref.name, namespace: ref.namespace } });
  expect((await carryOutLooks(look, host)).objects.get(key)).toMatchObject({ state: 'present' });
  host.kube.forbidden.push({ kind: 'ConfigMap' });
  expect((await carryOutLooks(look, host)).objects.get(key)).toMatchObject({ state: 'unknown' });
});

test('members of etcd are seen once there is a cluster, and asked for again while it does not answer', async () => {
  const look = { kind: 'etcd', access } as const;
  expect((await carryOutLooks([look], memoryHost())).etcd).toMatchObject({
    state: 'unknown',
    why: expect.stringContaining('admin.conf'),
  });
  const { host } = joiningMachine();
  expect((await carryOutLooks([look], host)).etcd).toMatchObject({ state: 'present', members: [{ name: 'cp1' }] });
  host.etcd.dead.add('https://10.0.0.1:2379');
  host.clock.sleep(2_000).then(() => host.etcd.dead.clear());
  expect((await carryOutLooks([look], host)).etcd).toMatchObject({ state: 'present' });
  host.etcd.dead.add('https://10.0.0.1:2379');
  expect((await carryOutLooks([look], host)).etcd).toMatchObject({ state: 'unknown', why: 'no endpoint answers' });
  expect((await carryOutLooks([], host)).etcd).toBeUndefined();
});

test('objects with a label are found; who gives no answer is asked again for a while', async () => {
  const of = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', labels: 'k8s-app=kube-dns' };
  const host = memoryHost({ files: { [via.kubeconfig]: 'kubeconfig' } });
  for (const name of ['coredns', 'other']) {
    const labels = { 'k8s-app': name === 'other' ? 'other' : 'kube-dns' };
    host.kube.put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'kube-system', labels } });
  }
  const look = { kind: 'list', of, via } as const;
  host.kube.down = true;
  let asked = 0;
  host.kube.onRequest = () => {
    asked += 1;
    if (asked === 3) host.kube.down = false;
  };
  const found = (await carryOutLooks([look], host)).lists!.get(listKey(of));
  expect(found).toMatchObject({ state: 'present', objects: [{ metadata: { name: 'coredns' } }] });
  host.kube.onRequest = undefined;
  host.kube.down = true;
  expect((await carryOutLooks([look], host)).lists!.get(listKey(of))).toMatchObject({ state: 'unknown' });
});
