import { expect, test } from 'vitest';
import { ownerSet } from '../../src/operations/owner-set.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';

const input = {
  who: 'kubeadm-kas',
  files: [
    { path: '/pki/a.key', uid: 101, gid: 103, mode: 0o600 },
    { path: '/pki/sa.key', uid: 0, gid: 105, mode: 0o640 },
  ],
};

test('gives files away, and is done when owner and mode are right', async () => {
  const files = { '/srv/a.key': { text: 'x', mode: 0o644 }, '/pki/a.key': { link: '/srv/a.key' }, '/pki/sa.key': 'x' };
  const context = operationContext({ host: memoryHost({ files }) });
  expect(await ownerSet.look!(input, context)).toEqual({ verdict: 'do' });
  await ownerSet.act(input, context);
  expect(await context.host.files.stat('/srv/a.key')).toMatchObject({ uid: 101, gid: 103, mode: 0o600 });
  expect(await context.host.files.stat('/pki/sa.key')).toMatchObject({ uid: 0, gid: 105, mode: 0o640 });
  expect((await ownerSet.look!(input, context)).verdict).toBe('keep');
  await context.host.files.chmod('/pki/sa.key', 0o600);
  expect((await ownerSet.look!(input, context)).reason).toBe('not yet: /pki/sa.key');
});

test('is never open to another group in between', async () => {
  const files = { '/pki/a.key': 'x', '/pki/sa.key': { text: 'x', mode: 0o640 } };
  const context = operationContext({ host: memoryHost({ files }) });
  await ownerSet.act(input, context);
  expect(context.host.files.changes.slice(-3)).toEqual([
    'chmod /pki/sa.key 0600',
    'chown /pki/sa.key 0:105',
    'chmod /pki/sa.key 0640',
  ]);
});

test('a file that is missing is named', async () => {
  const context = operationContext({ host: memoryHost({ files: {} }) });
  expect((await ownerSet.look!(input, context)).verdict).toBe('do');
  await expect(ownerSet.act(input, context)).rejects.toThrow('/pki/a.key');
});
