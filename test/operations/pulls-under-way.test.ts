import { expect, test } from 'vitest';
import { PullsUnderWay } from '../../src/operations/pulls-under-way.ts';
import { operationContext } from './operation-context.ts';

test('an image is told of at once and every second, until it is there', async () => {
  const context = operationContext();
  const pulls = new PullsUnderWay(['a:1', 'b:1', 'c:1'], context);
  const answer = await pulls.tellWhile('b:1', async () => {
    await context.host.clock.sleep(2500);
    return 'there';
  });
  expect(answer).toBe('there');
  expect(context.passed).toEqual([0, 1, 2].map((seconds) => `Pulling image 2 of 3, ${seconds} s: b:1`));
  expect(context.said).toEqual([]);
});

test('of several at a time the one that began first is named', async () => {
  const context = operationContext();
  const pulls = new PullsUnderWay(['a:1', 'b:1'], context);
  const wait = (image: string, ms: number) => pulls.tellWhile(image, () => context.host.clock.sleep(ms));
  await Promise.all([wait('a:1', 1500), wait('b:1', 2500)]);
  expect(context.passed).toContain('Pulling image 1 of 2 and 1 more, 1 s: a:1');
  expect(context.passed.at(-1)).toBe('Pulling image 2 of 2, 2 s: b:1');
});

test('a pull that fails is told of no longer', async () => {
  const context = operationContext();
  const failing = new PullsUnderWay(['a:1'], context).tellWhile('a:1', () => Promise.reject(new Error('denied')));
  await expect(failing).rejects.toThrow('denied');
  expect(context.passed).toEqual(['Pulling image 1 of 1, 0 s: a:1']);
});
