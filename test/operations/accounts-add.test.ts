import { expect, test } from 'vitest';
import { accountsAdd } from '../../src/operations/accounts-add.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const input = {
  users: [
    { name: 'kubeadm-etcd', uid: 101, gid: 103 },
    { name: 'kubeadm-kas', uid: 102, gid: 104 },
  ],
  groups: [
    { name: 'kubeadm-etcd', gid: 103, members: 'kubeadm-etcd' },
    { name: 'kubeadm-readers', gid: 105, members: 'kubeadm-etcd,kubeadm-kas' },
  ],
};

function machine(passwd = 'root:x:0:0:::\n', group = 'root:x:0:\n'): TestContext {
  const files = { '/etc/passwd': { text: passwd, mode: 0o640 }, '/etc/group': group, '/proc/77/stat': 'x' };
  return operationContext({ host: memoryHost({ files }) });
}

test('adds lines behind the others, keeps modes, and then finds nothing to do', async () => {
  const context = machine('root:x:0:0:::', 'root:x:0:\n\n');
  const { files } = context.host;
  expect(await accountsAdd.look!(input, context)).toEqual({ verdict: 'create' });
  await accountsAdd.act(input, context);
  expect(await files.read('/etc/passwd')).toBe(
    'root:x:0:0:::\nkubeadm-etcd:x:101:103:::/bin/false\nkubeadm-kas:x:102:104:::/bin/false\n',
  );
  expect(await files.read('/etc/group')).toBe(
    'root:x:0:\n\nkubeadm-etcd:x:103:kubeadm-etcd\nkubeadm-readers:x:105:kubeadm-etcd,kubeadm-kas\n',
  );
  expect(files.modes()).toMatchObject({ '/etc/passwd': 0o640, '/etc/group': 0o644 });
  expect(await files.list('/etc')).toEqual(['group', 'passwd']);
  expect((await accountsAdd.look!(input, context)).verdict).toBe('keep');
});

test('what was interrupted between the files is finished', async () => {
  const context = machine();
  context.host.files.failAt('/etc/passwd', 'EIO', { on: 'write', times: 1 });
  await expect(accountsAdd.act(input, context)).rejects.toThrow('EIO');
  expect(await context.host.files.list('/etc')).toEqual(['group', 'passwd']);
  const rest = { verdict: 'create', reason: 'missing: kubeadm-etcd, kubeadm-kas' };
  expect(await accountsAdd.look!(input, context)).toEqual(rest);
  await accountsAdd.act(input, context);
  expect(await context.host.files.read('/etc/group')).toMatch(/^root.*\n.*etcd\n.*kas\n$/);
  expect((await accountsAdd.look!(input, context)).verdict).toBe('keep');
});

test.each<[string, string, string, string]>([
  ['an id was taken meanwhile', 'other:x:102:5:::\n', '', 'user kubeadm-kas was to be 102, which other has now'],
  ['a name has another id', '', 'kubeadm-etcd:x:7:\n', 'group kubeadm-etcd has become 7, and was to be 103'],
])('changes nothing when %s', async (_, passwd, group, message) => {
  const context = machine(passwd, group);
  expect(await accountsAdd.look!(input, context)).toEqual({ verdict: 'unknown', reason: message });
  await expect(accountsAdd.act(input, context)).rejects.toThrow(message);
  expect(await context.host.files.read('/etc/passwd')).toBe(passwd);
  expect(await context.host.files.read('/etc/group')).toBe(group);
});

test('waits for a useradd that runs, and says who holds the files', async () => {
  const context = machine();
  const { files, clock } = context.host;
  files.put('/etc/group.lock', '77\0');
  const done = accountsAdd.act(input, context);
  await expect(done).rejects.toMatchObject({
    message: expect.stringContaining('/etc/group.lock is held by process 77'),
    hint: expect.stringContaining('remove /etc/group.lock'),
  });
  expect(clock.sleeps.length).toBeGreaterThan(1);
  expect(await files.list('/etc')).toEqual(['group', 'group.lock', 'passwd']);
  expect(await files.read('/etc/passwd')).toBe('root:x:0:0:::\n');
});

test('the lock of a process that is gone is taken over', async () => {
  const context = machine();
  context.host.files.put('/etc/passwd.lock', '78');
  await accountsAdd.act(input, context);
  expect(await context.host.files.list('/etc')).toEqual(['group', 'passwd']);
});

test('without the files there is nothing to add to', async () => {
  const context = machine();
  await context.host.files.remove('/etc/group');
  expect(await accountsAdd.look!(input, context)).toEqual({ verdict: 'unknown', reason: 'there is no /etc/group' });
  await expect(accountsAdd.act(input, context)).rejects.toThrow('there is no /etc/group');
});

test('labels of SELinux are put back, where it is', async () => {
  const context = machine();
  context.host.exec.install('restorecon', {});
  await accountsAdd.act({ users: [], groups: input.groups }, context);
  expect(context.host.exec.commands).toEqual([]);
  context.host.files.put('/sys/fs/selinux/enforce', '1');
  await accountsAdd.act(input, context);
  expect(context.host.exec.commands).toEqual(['restorecon /etc/passwd']);
});
