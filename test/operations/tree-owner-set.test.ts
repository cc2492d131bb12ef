import { expect, test } from 'vitest';
import { treeOwnerSet } from '../../src/operations/tree-owner-set.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';

const input = { who: 'kubeadm-etcd', path: '/var/lib/etcd', uid: 101, gid: 103 };

test('gives a folder with all it holds, what links lead to, and nothing below that', async () => {
  const files = {
    '/var/lib/etcd/member/wal/0.wal': { text: 'x', mode: 0o600 },
    '/var/lib/etcd/.hidden': 'x',
    '/var/lib/etcd/link': { link: '/srv/other' },
    '/srv/other/file': 'x',
    '/var/lib/neighbour': 'x',
  };
  const context = operationContext({ host: memoryHost({ files }) });
  const owners = async (paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await context.host.files.stat(path))?.uid));
  expect(await treeOwnerSet.look!(input, context)).toEqual({ verdict: 'do', reason: 'owner of /var/lib/etcd' });
  await treeOwnerSet.act(input, context);
  const given = ['/var/lib/etcd', '/var/lib/etcd/member/wal/0.wal', '/var/lib/etcd/.hidden', '/srv/other'];
  expect(await owners(given)).toEqual([101, 101, 101, 101]);
  expect(await owners(['/srv/other/file', '/var/lib/neighbour'])).toEqual([0, 0]);
  expect(context.host.files.modes()['/var/lib/etcd/member/wal/0.wal']).toBe(0o600);
  expect((await treeOwnerSet.look!(input, context)).verdict).toBe('keep');
  await context.host.files.chown('/var/lib/etcd/member/wal', { uid: 0, gid: 0 });
  expect((await treeOwnerSet.look!(input, context)).reason).toBe('owner of /var/lib/etcd/member/wal');
});

test('a folder that is a link is given alone', async () => {
  const files = { '/var/lib/etcd': { link: '/data' }, '/data/member': 'x' };
  const context = operationContext({ host: memoryHost({ files }) });
  await treeOwnerSet.act(input, context);
  expect((await context.host.files.stat('/data'))?.uid).toBe(101);
  expect((await context.host.files.stat('/data/member'))?.uid).toBe(0);
});

test('a folder that is not there', async () => {
  const context = operationContext({ host: memoryHost({ files: {} }) });
  expect((await treeOwnerSet.look!(input, context)).verdict).toBe('do');
  await expect(treeOwnerSet.act(input, context)).rejects.toThrow('/var/lib/etcd');
});
