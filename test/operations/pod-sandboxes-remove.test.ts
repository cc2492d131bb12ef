import { expect, it } from 'vitest';
import { podSandboxesRemove } from '../../src/operations/pod-sandboxes-remove.ts';
import { controlPlane } from '../workflows/reset-machine.ts';
import { operationContext } from './operation-context.ts';

const socket = 'unix:///var/run/containerd/containerd.sock';
const input = { criSocket: socket };

function machine() {
  const context = operationContext({ host: controlPlane() });
  return { context, runtime: context.host.cri.runtimes.get(socket)! };
}

it('stops and removes every Pod', async () => {
  const { context, runtime } = machine();
  expect(await podSandboxesRemove.look!(input, context)).toEqual({
    verdict: 'do',
    reason: 'kube-system/coredns, kube-system/etcd',
  });
  await podSandboxesRemove.act(input, context);
  expect([...runtime.changes].sort()).toEqual([
    'remove sandbox-coredns',
    'remove sandbox-etcd',
    'stop sandbox-coredns',
    'stop sandbox-etcd',
  ]);
  expect(await podSandboxesRemove.look!(input, context)).toMatchObject({ verdict: 'keep' });
});

it('leaves Pods that are not those of the components alone', async () => {
  const { context, runtime } = machine();
  const some = { ...input, components: ['etcd'] };
  const [pod] = runtime.sandboxes;
  runtime.sandboxes = ['etcd-cp1', 'etcd', 'my-etcd-cp1'].map((name) => ({ ...pod!, id: name, name }));
  runtime.sandboxes.push({ ...pod!, id: 'other', name: 'etcd-cp1', namespace: 'default' });
  expect(await podSandboxesRemove.look!(some, context)).toEqual({ verdict: 'do', reason: 'kube-system/etcd-cp1' });
  await podSandboxesRemove.act(some, context);
  expect(runtime.sandboxes.map(({ id }) => id)).toEqual(['etcd', 'my-etcd-cp1', 'other']);
  expect(await podSandboxesRemove.look!(some, context)).toMatchObject({ verdict: 'keep' });
});

it('tries one that fails five times, and only tells when it stays', async () => {
  const { context, runtime } = machine();
  runtime.stubborn.set('sandbox-etcd', 4);
  runtime.stubborn.set('sandbox-coredns', 5);
  await podSandboxesRemove.act(input, context);
  expect(runtime.sandboxes.map(({ name }) => name)).toEqual(['coredns']);
  expect(context.said).toEqual([
    'Stopped and removed 1 Pod',
    expect.stringContaining('could not be removed: kube-system/coredns: failed to stop'),
  ]);
});

it('is unknown, and only told, when the runtime gives no answer', async () => {
  const { context } = machine();
  context.host.cri.runtimes.clear();
  expect(await podSandboxesRemove.look!(input, context)).toMatchObject({ verdict: 'unknown' });
  await podSandboxesRemove.act(input, context);
  expect(context.said.join()).toContain('may still run');
});
