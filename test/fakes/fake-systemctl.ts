import type { FakeProgram } from './fake-exec.ts';

/**
 * A systemctl for fakeExec. It claims what systemd 252 was seen to print and exit with for status, show, is-enabled, is-active, start, stop, restart
 * and daemon-reload of enabled units and of unknown ones.
 */
export function fakeSystemctl(
  units: { [unit: string]: 'active' | 'inactive' },
  { changedOnDisk = false }: { readonly changedOnDisk?: boolean } = {},
): FakeProgram {
  return ([verb = '', unit = '']) => {
    if (verb === 'daemon-reload') return {};
    const state = units[unit];
    switch (verb) {
      case 'status':
        if (state === undefined) return { exitCode: 4, stderr: `Unit ${unit}.service could not be found.\n` };
        return {
          exitCode: state === 'active' ? 0 : 3,
          stdout: `● ${unit}.service\n     Loaded: loaded (/lib/systemd/system/${unit}.service; enabled)\n     Active: ${state}\n`,
        };
      case 'show': {
        const properties =
          state === undefined
            ? ['LoadState=not-found', 'NeedDaemonReload=no', 'ActiveState=inactive', 'SubState=dead', 'InvocationID=']
            : [
                'LoadState=loaded',
                `NeedDaemonReload=${changedOnDisk ? 'yes' : 'no'}`,
                `ActiveState=${state}`,
                `SubState=${state === 'active' ? 'running' : 'dead'}`,
                `InvocationID=${state === 'active' ? '0123456789abcdef0123456789abcdef' : ''}`,
              ];
        return { stdout: `${['ExecMainCode=0', 'ExecMainStatus=0', ...properties].join('\n')}\n` };
      }
      case 'is-enabled':
        if (state !== undefined) return { stdout: 'enabled\n' };
        return {
          exitCode: 1,
          stderr: `Failed to get unit file state for ${unit}.service: No such file or directory\n`,
        };
      case 'is-active':
        return { exitCode: state === 'active' ? 0 : 3, stdout: `${state ?? 'inactive'}\n` };
      case 'stop':
        if (state === undefined)
          return { exitCode: 5, stderr: `Failed to stop ${unit}.service: Unit ${unit}.service not loaded.\n` };
        units[unit] = 'inactive';
        return {};
      default:
        if (state === undefined) {
          return { exitCode: 5, stderr: `Failed to ${verb} ${unit}.service: Unit ${unit}.service not found.\n` };
        }
        units[unit] = 'active';
        return {};
    }
  };
}
