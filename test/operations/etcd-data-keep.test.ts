import { expect, it } from 'vitest';
import { type EtcdDataKeepInput, etcdDataKeep } from '../../src/operations/etcd-data-keep.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';
import { runStaticPods } from './static-pods.ts';

const kept = '/etc/kubernetes/tmp/copy/etcd';
const input: EtcdDataKeepInput = {
  criSocket: 'unix:///var/run/containerd/containerd.sock',
  folder: '/var/lib/etcd',
  kept,
};

function machine(): MemoryHost {
  const host = memoryHost({ files: { '/var/lib/etcd/member/snap/db': 'data' } });
  host.services.services.get('kubelet')!.active = true;
  runStaticPods(host);
  host.exec.install('cp', (args) => {
    host.files.put(`${args.at(-1)}/member/snap/db`, 'data');
    return {};
  });
  host.exec.install('sync', {});
  return host;
}

it('has a name only when it is whole', async () => {
  const host = machine();
  const context = operationContext({ host });
  expect(await etcdDataKeep.look!(input, context)).toEqual({ verdict: 'do' });
  await etcdDataKeep.act(input, context);
  expect(await host.files.read(`${kept}/member/snap/db`)).toBe('data');
  expect(await host.files.stat(`${kept}.partial`)).toBeUndefined();
  expect(await etcdDataKeep.look!(input, context)).toMatchObject({ verdict: 'keep' });
  expect(host.exec.commands).toEqual([
    `cp -a --reflink=auto -T -- /var/lib/etcd ${kept}.partial`,
    `sync -f ${kept}.partial`,
  ]);
});

it('leaves nothing of a copy that the disk had no room for', async () => {
  const host = machine();
  host.exec.install('cp', (args) => {
    host.files.put(`${args.at(-1)}/member/snap/db`, 'da');
    return { exitCode: 1, stderr: 'cp: error writing: No space left on device\n' };
  });
  await expect(etcdDataKeep.act(input, operationContext({ host }))).rejects.toThrow(/cp .*No space left on device/);
  expect(await host.files.stat(`${kept}.partial`)).toBeUndefined();
  expect(await host.files.stat(kept)).toBeUndefined();
});

it('copies nothing beside an etcd that runs', async () => {
  const host = machine();
  host.files.put('/etc/kubernetes/manifests/etcd.yaml', 'x');
  await expect(etcdDataKeep.act(input, operationContext({ host }))).rejects.toThrow('etcd runs again');
  expect(host.exec.commands).toEqual([]);
});
