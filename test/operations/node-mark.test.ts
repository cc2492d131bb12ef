import { beforeEach, expect, test } from 'vitest';
import { TimeoutError } from '../../src/errors.ts';
import { type NodeMarkInput, nodeMark } from '../../src/operations/node-mark.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const role = 'node-role.kubernetes.io/control-plane';
const ref = { apiVersion: 'v1', kind: 'Node', name: 'cp1' };
const input: NodeMarkInput = {
  via: { kubeconfig: '/admin.conf' },
  node: 'cp1',
  labels: { [role]: '' },
  taints: [{ key: role, effect: 'NoSchedule' }],
};
const foreign = { key: 'example.com/gpu', value: 'yes', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:00Z' };
let context: TestContext;

beforeEach(() => {
  context = operationContext();
});

function node(labels: Record<string, string>, taints: readonly object[] = []) {
  context.host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1', labels },
    spec: { taints } as never,
  });
}

test('waits for the node and its label, then marks it and keeps foreign taints', async () => {
  let requests = 0;
  context.host.kube.onRequest = () => {
    requests += 1;
    if (requests === 2) node({});
    if (requests === 4) node({ 'kubernetes.io/hostname': 'cp1' }, [foreign]);
  };
  await nodeMark.act(input, context);
  const marked = context.host.kube.stored(ref)!;
  expect(marked.metadata.labels).toEqual({ 'kubernetes.io/hostname': 'cp1', [role]: '' });
  expect((marked['spec'] as { taints: unknown }).taints).toEqual([{ key: role, effect: 'NoSchedule' }, foreign]);
  expect((await nodeMark.look!(input, context)).verdict).toBe('keep');
});

test('annotations are put beside those that are there', async () => {
  const annotated = { ...input, labels: {}, taints: [], annotations: { socket: 'unix:///run/x.sock' } };
  node({ 'kubernetes.io/hostname': 'cp1' });
  expect((await nodeMark.look!(annotated, context)).verdict).toBe('do');
  await nodeMark.act(annotated, context);
  expect(context.host.kube.stored(ref)!.metadata.annotations).toMatchObject({ socket: 'unix:///run/x.sock' });
  expect((await nodeMark.look!(annotated, context)).verdict).toBe('keep');
  expect(nodeMark.describe(annotated)).toContain('annotations socket');
});

test('a taint of the same key and effect but another value is replaced', async () => {
  node({ 'kubernetes.io/hostname': 'cp1' }, [{ key: role, value: 'old', effect: 'NoSchedule' }]);
  await nodeMark.act(input, context);
  const taints = (context.host.kube.stored(ref)!['spec'] as { taints: unknown }).taints;
  expect(taints).toEqual([{ key: role, effect: 'NoSchedule' }]);
});

test('a taint that others add meanwhile is not lost', async () => {
  node({ 'kubernetes.io/hostname': 'cp1' });
  let raced = false;
  context.host.kube.onRequest = ({ verb }) => {
    if (verb !== 'patch' || raced) return;
    raced = true;
    node({ 'kubernetes.io/hostname': 'cp1' }, [foreign]);
  };
  await nodeMark.act(input, context);
  const taints = (context.host.kube.stored(ref)!['spec'] as { taints: unknown }).taints;
  expect(taints).toEqual([{ key: role, effect: 'NoSchedule' }, foreign]);
});

test('no taints wanted: only labels are written', async () => {
  node({ 'kubernetes.io/hostname': 'cp1' }, [foreign]);
  await nodeMark.act({ ...input, taints: [] }, context);
  expect((context.host.kube.stored(ref)!['spec'] as { taints: unknown }).taints).toEqual([foreign]);
});

test('a node that never registers is told', async () => {
  const error = await nodeMark.act(input, context).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TimeoutError);
  expect((error as TimeoutError).lastSeen).toContain('has not registered yet');
});

test('looks: to do without cluster or node, unknown when the server does not answer', async () => {
  expect((await nodeMark.look!(input, context)).verdict).toBe('do');
  context.host.kube.down = true;
  expect((await nodeMark.look!(input, context)).verdict).toBe('unknown');
  await context.host.files.remove('/admin.conf');
  expect((await nodeMark.look!(input, context)).verdict).toBe('do');
});
