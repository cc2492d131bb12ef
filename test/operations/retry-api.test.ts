import { expect, test } from 'vitest';
import { Aborted, TimeoutError } from '../../src/errors.ts';
import { ApiError } from '../../src/host/kube-api.ts';
import { NotYet, retryApi } from '../../src/operations/retry-api.ts';
import { operationContext } from './operation-context.ts';

function failing(times: number, error: Error) {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return 'done';
  };
}

test.each([
  ['no answer', new ApiError('refused', 0, 'ECONNREFUSED')],
  ['a busy server', new ApiError('busy', 500, 'InternalError')],
  ['forbidden, while rights are still loaded', new ApiError('no', 403, 'Forbidden')],
  ['a conflict', new ApiError('old', 409, 'Conflict')],
  ['not seen yet', new NotYet('no node')],
])('tries again after %s', async (_, error) => {
  const context = operationContext();
  expect(await retryApi('it', context, failing(3, error))).toBe('done');
  expect(context.host.clock.sleeps).toEqual([500, 500, 500]);
});

test.each([
  ['an invalid object', new ApiError('bad', 422, 'Invalid')],
  ['a missing kubeconfig', new ApiError('none', 0, 'NoKubeconfig')],
  ['our own bug', new TypeError('x')],
])('gives up at once for %s', async (_, error) => {
  const context = operationContext();
  await expect(retryApi('it', context, failing(1, error))).rejects.toBe(error);
  expect(context.host.clock.sleeps).toEqual([]);
});

test('forbidden is final where told', async () => {
  const error = new ApiError('no', 403, 'Forbidden');
  await expect(retryApi('it', operationContext(), failing(1, error), { forbiddenIsFinal: true })).rejects.toBe(error);
});

test('says what it saw last when time is over', async () => {
  const error = await retryApi('the node', operationContext(), failing(1e6, new NotYet('no node'))).catch((e) => e);
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ awaited: 'the node', waitedMs: 10_000, lastSeen: 'no node' });
});

test('a signal ends it', async () => {
  const controller = new AbortController();
  const context = operationContext({ signal: controller.signal });
  const running = retryApi('it', context, async () => {
    controller.abort('SIGINT');
    throw new NotYet('x');
  });
  await expect(running).rejects.toMatchObject({ signal: 'SIGINT' });
  await expect(running).rejects.toBeInstanceOf(Aborted);
});
