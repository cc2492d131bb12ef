import { expect, test } from 'vitest';
import { CommandTimedOut } from '../../../src/host/exec.ts';
import { clock } from '../../../src/observe/preflight/clock.ts';
import { newestKnownOn } from '../../../src/spec/versions.ts';
import { fitMachine, look, short } from './fit-machine.ts';

test('a clock from before the newest release that is known', async () => {
  const released = Date.parse(newestKnownOn);
  const before = fitMachine();
  Object.assign(before, { clock: { ...before.clock, now: () => released - 1 } });
  const [found] = await look(clock, before);
  expect(found).toMatchObject({ name: 'Clock', severity: 'warning', hint: expect.stringContaining('timedatectl') });
  expect(found?.message).toContain(new Date(released - 1).toISOString().slice(0, 10));
  const after = fitMachine();
  Object.assign(after, { clock: { ...after.clock, now: () => released } });
  expect(await look(clock, after)).toEqual([]);
});

test.each([
  ['no\n', ['warning Clock']],
  ['yes\n', []],
  ['', []],
])('systemd says %j of its synchronization', async (stdout, wanted) => {
  const host = fitMachine();
  host.exec.install('timedatectl', { stdout });
  expect(short(await look(clock, host))).toEqual(wanted);
});

test('nothing is known of it: without timedatectl, without an answer, in a container, without systemd', async () => {
  const without = fitMachine();
  without.exec.uninstall('timedatectl');
  const silent = fitMachine();
  silent.exec.install('timedatectl', () => {
    throw new CommandTimedOut('timedatectl', 2000);
  });
  const container = fitMachine({ '/run/systemd/container': 'systemd-nspawn' });
  const other = fitMachine();
  other.services.init = 'openrc';
  for (const host of [container, other]) host.exec.install('timedatectl', { stdout: 'no\n' });
  for (const host of [without, silent, container, other]) expect(await look(clock, host)).toEqual([]);
});
