import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { nodeStandardInput } from '../../src/host/node-standard-input.ts';

const never = new AbortController().signal;

it('gives a line without its end', async () => {
  expect(await nodeStandardInput(() => Readable.from(['yes\r\nno\n'])).readLine(never)).toBe('yes');
  expect(await nodeStandardInput(() => Readable.from(['y'])).readLine(never)).toBe('y');
});

it('gives nothing at the end of the input', async () => {
  expect(await nodeStandardInput(() => Readable.from([])).readLine(never)).toBeUndefined();
});

it('gives up when it is to stop', async () => {
  const stop = new AbortController();
  const line = nodeStandardInput(() => new PassThrough()).readLine(stop.signal);
  stop.abort('SIGTERM');
  expect(await line).toBeUndefined();
});
