import { expect, test } from 'vitest';
import { TimeoutError } from '../../src/errors.ts';
import { nodeRegistered } from '../../src/operations/node-registered.ts';
import { operationContext } from './operation-context.ts';

const input = { via: { kubeconfig: '/admin.conf' }, node: 'w1' };
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'w1' } };

test('waits until the node is there', async () => {
  const context = operationContext();
  let requests = 0;
  context.host.kube.onRequest = () => {
    requests += 1;
    if (requests === 3) context.host.kube.put(node);
  };
  await nodeRegistered.act(input, context);
  expect(requests).toBe(3);
});

test('gives up when the time for API calls is over, and says what is missing', async () => {
  const failed: unknown = await nodeRegistered.act(input, operationContext()).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(TimeoutError);
  expect((failed as TimeoutError).lastSeen).toBe('the kubelet has not registered the node w1 yet');
});
