import { expect, test } from 'vitest';
import { etcdMount } from '../../../src/observe/preflight/etcd-mount.ts';
import { fitMachine, look } from './fit-machine.ts';

test.each([
  ['memory', 'tmpfs', /on tmpfs, in memory/],
  ['network', 'nfs', /on nfs, on another machine/],
] as const)('a file system of the kind %s below the folder, or where it will be', async (kind, type, message) => {
  const host = fitMachine();
  host.mounts.fileSystems.set('/var/lib', { kind, type, freeBytes: 50e9, totalBytes: 100e9 });
  expect(await look(etcdMount('/var/lib/etcd'), host)).toEqual([
    { name: 'EtcdMount', severity: 'warning', message: expect.stringMatching(message), hint: expect.any(String) },
  ]);
  expect(await look(etcdMount('/srv/etcd'), host)).toEqual([]);
});
