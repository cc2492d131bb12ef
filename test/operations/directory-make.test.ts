import { expect, test } from 'vitest';
import { directoryMake } from '../../src/operations/directory-make.ts';
import { operationContext } from './operation-context.ts';

const input = { path: '/var/lib/etcd', mode: 0o700 };

test('makes the folder with its mode, once', async () => {
  const context = operationContext();
  expect((await directoryMake.look!(input, context)).verdict).toBe('create');
  await directoryMake.act(input, context);
  expect(context.host.files.modes()['/var/lib/etcd']).toBe(0o700);
  expect(await directoryMake.look!(input, context)).toEqual({ verdict: 'keep', reason: 'already there' });
});

test('warns of a folder that is open to others, and refuses a file', async () => {
  const context = operationContext();
  context.host.files.put(input.path, { directory: true, mode: 0o755 });
  expect((await directoryMake.look!(input, context)).warnings?.[0]).toContain('chmod 0700 /var/lib/etcd');
  await context.host.files.remove(input.path);
  context.host.files.put(input.path, 'x');
  expect((await directoryMake.look!(input, context)).verdict).toBe('refuse');
  context.host.files.failAt(input.path, 'EIO');
  expect((await directoryMake.look!(input, context)).verdict).toBe('unknown');
});

test('undo removes only an empty folder', async () => {
  const context = operationContext();
  const { inverse } = directoryMake;
  if (!('undo' in inverse)) throw new Error('no undo');
  context.host.files.put('/var/lib/etcd/member', 'x');
  await inverse.undo(input, context);
  expect(await context.host.files.stat(input.path)).toBeDefined();
  await context.host.files.remove('/var/lib/etcd/member');
  await inverse.undo(input, context);
  expect(await context.host.files.stat(input.path)).toBeUndefined();
});
