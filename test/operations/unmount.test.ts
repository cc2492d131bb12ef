import { expect, it } from 'vitest';
import { unmount } from '../../src/operations/unmount.ts';
import { operationContext } from './operation-context.ts';

const input = { path: '/var/lib/kubelet', force: false, detach: false };

function machine() {
  const context = operationContext();
  for (const path of [
    '/var/lib/kubelet',
    '/var/lib/kubelet/pods/a',
    '/var/lib/kubelet/pods/a/b',
    '/var/lib/kubelet2',
  ]) {
    context.host.files.mount(path);
  }
  return context;
}

it('unmounts what lies below, the last one first, and not the folder itself', async () => {
  const context = machine();
  expect(await unmount.look!(input, context)).toEqual({
    verdict: 'do',
    reason: '/var/lib/kubelet/pods/a/b, /var/lib/kubelet/pods/a',
  });
  await unmount.act(input, context);
  expect(context.host.mounts.changes).toEqual(['/var/lib/kubelet/pods/a/b', '/var/lib/kubelet/pods/a']);
  expect(context.host.files.mounted).toEqual(['/var/lib/kubelet', '/var/lib/kubelet2']);
  expect(await unmount.look!(input, context)).toMatchObject({ verdict: 'keep' });
});

it('fails with all that are in use after the others are gone; detached they go', async () => {
  const context = machine();
  context.host.mounts.busy.add('/var/lib/kubelet/pods/a/b');
  await expect(unmount.act(input, context)).rejects.toThrow('/var/lib/kubelet/pods/a/b: umount');
  await unmount.act({ ...input, detach: true, force: true }, context);
  expect(context.host.mounts.changes.at(-1)).toBe('--force --lazy /var/lib/kubelet/pods/a/b');
});
