import { describe, expect, it } from 'vitest';
import { nodeServiceManager } from '../../src/host/node-service-manager.ts';
import { type FakeProgram, fakeExec } from '../fakes/fake-exec.ts';
import { fakeSystemctl } from '../fakes/fake-systemctl.ts';

const openrc: { readonly [file: string]: FakeProgram } = {
  openrc: {},
  'rc-update': { stdout: '              kubelet | default\n' },
  'rc-service': ([service, verb]) => {
    if (service !== 'kubelet') return { exitCode: 1, stderr: ` * rc-service: service \`${service}' does not exist\n` };
    return verb === 'status' ? { exitCode: 3, stdout: ' * status: stopped\n' } : {};
  },
};

describe('systemd', () => {
  it('reloads units that changed on disk before it starts, not before it stops', async () => {
    const exec = fakeExec({ systemctl: fakeSystemctl({ kubelet: 'inactive' }, { changedOnDisk: true }) });
    const services = nodeServiceManager(exec);
    await services.start('kubelet');
    await services.restart('kubelet');
    await services.stop('kubelet');
    expect(exec.commands.filter((command) => !command.startsWith('systemctl show'))).toEqual([
      'systemctl daemon-reload',
      'systemctl start kubelet',
      'systemctl daemon-reload',
      'systemctl restart kubelet',
      'systemctl stop kubelet',
    ]);
  });

  it('does not reload units that systemd has read as they are', async () => {
    const exec = fakeExec({ systemctl: fakeSystemctl({ kubelet: 'inactive' }) });
    const services = nodeServiceManager(exec);
    await services.start('kubelet');
    await services.restart('kubelet');
    expect(exec.commands).not.toContain('systemctl daemon-reload');
    expect(exec.commands).toEqual(expect.arrayContaining(['systemctl start kubelet', 'systemctl restart kubelet']));
  });

  it('reloads units before it starts one that systemd does not know', async () => {
    const exec = fakeExec({ systemctl: fakeSystemctl({}) });
    await expect(nodeServiceManager(exec).start('kubelet')).rejects.toThrow('Unit kubelet.service not found');
    expect(exec.commands).toContain('systemctl daemon-reload');
  });

  it('asks once for a service that is there, and again for one that is not', async () => {
    const exec = fakeExec({ systemctl: fakeSystemctl({ kubelet: 'inactive' }) });
    const services = nodeServiceManager(exec);
    await Promise.all([services.exists('kubelet'), services.exists('kubelet')]);
    expect(await services.exists('kubelet')).toBe(true);
    expect(exec.commands).toEqual(['systemctl status kubelet --lines=0']);
    await services.exists('nothing');
    await services.exists('nothing');
    expect(exec.commands).toHaveLength(3);
  });

  it('counts a service that is starting as active', async () => {
    const services = nodeServiceManager(fakeExec({ systemctl: { exitCode: 3, stdout: 'activating\n' } }));
    expect(await services.isActive('kubelet')).toBe(true);
  });

  it('does not start on units that could not be reloaded', async () => {
    const stderr =
      "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus\n";
    const exec = fakeExec({ systemctl: { exitCode: 1, stderr } });
    await expect(nodeServiceManager(exec).start('kubelet')).rejects.toThrow(
      /^systemctl daemon-reload failed \(exit 1\): System has not .*; Failed to connect to bus$/,
    );
    expect(exec.commands.filter((command) => command.startsWith('systemctl start'))).toEqual([]);
  });

  it.each([
    ['a running one', 'active', 'running', '0', '0', { state: 'running' }],
    [
      'one that will be started again',
      'activating',
      'auto-restart',
      '1',
      '255',
      { state: 'restarting', ended: 'exit code 255' },
    ],
    ['one that was killed', 'failed', 'failed', '2', '9', { state: 'failed', ended: 'signal 9' }],
    ['one that is starting', 'activating', 'start-pre', '0', '0', { state: 'starting' }],
    ['one that ended by itself', 'inactive', 'dead', '1', '0', { state: 'stopped', ended: 'exit code 0' }],
    ['one that runs again', 'active', 'running', '1', '1', { state: 'running' }],
  ])('tells of %s', async (_, active, sub, code, status, wanted) => {
    const lines = [`ExecMainCode=${code}`, `ExecMainStatus=${status}`, 'LoadState=loaded', 'InvocationID=ab12'];
    const stdout = `${[...lines, `ActiveState=${active}`, `SubState=${sub}`].join('\n')}\n`;
    const services = nodeServiceManager(fakeExec({ systemctl: { stdout } }));
    expect(await services.run('kubelet')).toEqual({ id: 'ab12', ...wanted });
  });

  it('reads what one start wrote, with times', async () => {
    const stdout =
      '1795246171.991467 cp1 kubelet[218]: E1121 07:29 "x" err="a: b"\n1795246172.000001 cp1 kubelet[218]: \n  odd\n';
    const exec = fakeExec({ systemctl: fakeSystemctl({ kubelet: 'active' }), journalctl: { stdout } });
    expect(await nodeServiceManager(exec).runLog({ id: 'ab12' }, 7)).toEqual([
      { at: 1795246171991, text: 'E1121 07:29 "x" err="a: b"' },
      { at: 1795246172000, text: '' },
    ]);
    expect(exec.commands.at(-1)).toContain('_SYSTEMD_INVOCATION_ID=ab12 --lines 7');
  });

  it('reads the last lines of the journal, or nothing', async () => {
    const systemctl = fakeSystemctl({ kubelet: 'active' });
    const read = (programs: { readonly [file: string]: FakeProgram }) =>
      nodeServiceManager(fakeExec({ systemctl, ...programs })).lastLog('kubelet', 2);
    expect(await read({ journalctl: { stdout: 'one\ntwo\n' } })).toEqual(['one', 'two']);
    expect(await read({ journalctl: { exitCode: 1, stderr: 'no journal' } })).toEqual([]);
    expect(await read({})).toEqual([]);
  });
});

describe('OpenRC', () => {
  it('is asked with its own words', async () => {
    const exec = fakeExec(openrc);
    const services = nodeServiceManager(exec);
    expect(await services.kind()).toBe('openrc');
    expect(await services.exists('kubelet')).toBe(true);
    expect(await services.exists('nothing')).toBe(false);
    expect(await services.isEnabled('kubelet')).toBe(true);
    expect(await services.isEnabled('nothing')).toBe(false);
    expect(await services.isActive('kubelet')).toBe(false);
    expect(await services.isActive('nothing')).toBe(false);
    expect(await services.enableHint('kubelet')).toBe('rc-update add kubelet default');
    await services.restart('kubelet');
    expect(exec.commands.at(-1)).toBe('rc-service kubelet restart');
    await expect(services.start('nothing')).rejects.toThrow('does not exist');
  });

  it('gives way to systemd', async () => {
    expect(await nodeServiceManager(fakeExec({ ...openrc, systemctl: {} })).kind()).toBe('systemd');
  });
});
