import { expect, test } from 'vitest';
import { accountsRemove } from '../../src/operations/accounts-remove.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';

const input = { users: ['kubeadm-etcd'], groups: ['kubeadm-etcd', 'kubeadm-readers'] };

test('takes lines of these names out, and leaves all others to the letter', async () => {
  const files = {
    '/etc/passwd': 'root:x:0:0:::\n\n# x\nkubeadm-etcd:x:101:103:::/bin/bash\nkubeadm-etcd2:x:5:5:::',
    '/etc/group': { text: 'kubeadm-readers:x:105:kubeadm-etcd\nbad line\nother:x:1:kubeadm-etcd\n', mode: 0o600 },
  };
  const context = operationContext({ host: memoryHost({ files }) });
  expect(await accountsRemove.look!(input, context)).toEqual({
    verdict: 'delete',
    reason: 'kubeadm-etcd, kubeadm-readers',
  });
  await accountsRemove.act(input, context);
  expect(context.host.files.texts()).toEqual({
    '/etc/passwd': 'root:x:0:0:::\n\n# x\nkubeadm-etcd2:x:5:5:::',
    '/etc/group': 'bad line\nother:x:1:kubeadm-etcd\n',
  });
  expect(context.host.files.modes()['/etc/group']).toBe(0o600);
  expect(await accountsRemove.look!(input, context)).toEqual({ verdict: 'absent' });
});

test('a failure is told, and the reset goes on', async () => {
  const context = operationContext({ host: memoryHost({ files: { '/etc/passwd': 'kubeadm-etcd:x:1:1:::\n' } }) });
  expect(await accountsRemove.look!(input, context)).toEqual({ verdict: 'unknown', reason: 'there is no /etc/group' });
  await accountsRemove.act(input, context);
  expect(context.said).toEqual(['Users and groups stay: there is no /etc/group']);
  expect(context.host.files.texts()).toEqual({ '/etc/passwd': 'kubeadm-etcd:x:1:1:::\n' });
});
