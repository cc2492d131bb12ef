import { expect, test } from 'vitest';
import { operationNamed } from '../../src/operations/registry.ts';
import { operationContext } from './operation-context.ts';

test.each(['stop', 'start', 'restart'])('kubelet-%s asks the init system', async (action) => {
  const context = operationContext();
  await operationNamed(`kubelet-${action}`).act({}, context);
  expect(context.host.services.actions).toEqual([`${action} kubelet`]);
  expect(context.said).toEqual([]);
});

test('a missing init system, a missing service and a failure are only told', async () => {
  const start = operationNamed('kubelet-start');
  const context = operationContext();
  context.host.services.services.get('kubelet')!.failsWith = 'it broke';
  await start.act({}, context);
  context.host.services.services.clear();
  await start.act({}, context);
  context.host.services.init = undefined;
  await start.act({}, context);
  expect(context.said).toEqual([
    expect.stringContaining('it broke'),
    expect.stringContaining('no service named kubelet'),
    expect.stringContaining('no supported init system'),
  ]);
});

test('a kubelet that does not run must be started again', async () => {
  const start = operationNamed('kubelet-start');
  const context = operationContext();
  expect(await start.undone!({}, context)).toBe(true);
  context.host.services.services.get('kubelet')!.active = true;
  expect(await start.undone!({}, context)).toBe(false);
});

test('a kubelet that does not run need not be stopped', async () => {
  const stop = operationNamed('kubelet-stop');
  const context = operationContext();
  expect((await stop.look!({}, context)).verdict).toBe('keep');
  context.host.services.services.get('kubelet')!.active = true;
  expect((await stop.look!({}, context)).verdict).toBe('do');
});
