import { beforeEach, expect, test } from 'vitest';
import { type ImagePullInput, imagePull } from '../../src/operations/image-pull.ts';
import type { FakeRuntime } from '../fakes/fake-cri.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const criSocket = 'unix:///var/run/containerd/containerd.sock';
const input: ImagePullInput = { criSocket, images: ['a:1', 'b:1', 'c:1'], policy: 'IfNotPresent', serial: true };
let context: TestContext;
let runtime: FakeRuntime;

beforeEach(() => {
  context = operationContext();
  runtime = context.host.cri.runtimes.get(criSocket)!;
});

test('pulls what is missing and tells each image', async () => {
  runtime.images.add('b:1');
  expect(await imagePull.look!(input, context)).toMatchObject({ verdict: 'do', reason: 'missing: a:1, c:1' });
  await imagePull.act(input, context);
  expect(runtime.changes).toEqual(['pull a:1', 'pull c:1']);
  expect(context.said).toEqual(['Pulled a:1', 'b:1: already there', 'Pulled c:1']);
  expect((await imagePull.look!(input, context)).verdict).toBe('keep');
});

test('Always pulls again, Never pulls nothing', async () => {
  runtime.images.add('a:1');
  await imagePull.act({ ...input, policy: 'Never' }, context);
  expect(runtime.changes).toEqual([]);
  expect((await imagePull.look!({ ...input, policy: 'Never' }, context)).verdict).toBe('keep');
  await imagePull.act({ ...input, policy: 'Always', serial: false }, context);
  expect(runtime.changes).toHaveLength(3);
});

test('tries five times, goes on with the others, and tells all failures at once', async () => {
  runtime.unpullable.set('a:1', 'no such host').set('c:1', 'denied');
  await expect(imagePull.act(input, context)).rejects.toThrow(
    '2 of 3 images could not be pulled: a:1: no such host; c:1: denied',
  );
  expect(runtime.changes).toEqual(['pull b:1']);
  expect(context.said.filter((text) => text.startsWith('a:1'))).toHaveLength(4);
});

test('an ignored check only tells', async () => {
  runtime.unpullable.set('a:1', 'denied');
  await imagePull.act({ ...input, tolerate: true }, context);
  expect(context.said.at(-1)).toContain('1 of 3 images could not be pulled');
});

test('without a runtime nothing is known, and nothing is tried twice', async () => {
  context.host.cri.runtimes.clear();
  expect((await imagePull.look!(input, context)).verdict).toBe('unknown');
  const words = `no container runtime answers at ${criSocket}: no runtime listens on the socket`;
  await expect(imagePull.act(input, context)).rejects.toThrow(words);
  expect(context.said).toEqual([]);
  await imagePull.act({ ...input, tolerate: true }, context);
  expect(context.said).toEqual([words]);
});
