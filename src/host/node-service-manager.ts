import { EffectError } from '../errors.ts';
import type { Exec, ExecResult } from './exec.ts';
import type { ServiceLine, ServiceManager, ServiceRun } from './service-manager.ts';

/** What the two supported init systems do for us; the same questions with different words. */
interface InitSystem {
  readonly kind: 'systemd' | 'openrc';
  exists(service: string): Promise<boolean>;
  isEnabled(service: string): Promise<boolean>;
  isActive(service: string): Promise<boolean>;
  /** Command lines, in order. */
  commands(action: 'start' | 'stop' | 'restart', service: string): Promise<readonly (readonly [string, ...string[]])[]>;
  enableHint(service: string): string;
  lastLog(service: string, lines: number): Promise<readonly string[]>;
  run(service: string): Promise<ServiceRun | undefined>;
  runLog(id: string, lines: number): Promise<readonly ServiceLine[]>;
}

/** The init system of this machine: systemd when there is a systemctl, else OpenRC when there is an openrc. */
export function nodeServiceManager(exec: Exec): ServiceManager {
  let found: Promise<InitSystem | undefined> | undefined;
  /** Several questions of a run begin with this one; a service that is there stays, one that is not may yet come. */
  const there = new Map<string, Promise<boolean>>();
  function init(): Promise<InitSystem | undefined> {
    found ??= detect(exec);
    return found;
  }

  async function act(action: 'start' | 'stop' | 'restart', service: string): Promise<void> {
    const system = await init();
    if (system === undefined) {
      throw new EffectError(`no supported init system found: cannot ${action} the service ${service}`, {});
    }
    for (const [file, ...args] of await system.commands(action, service)) {
      const result = await exec.run(file, args);
      if (result.exitCode !== 0) throw commandFailed([file, ...args].join(' '), result);
    }
  }

  return {
    kind: async () => (await init())?.kind,
    async exists(service) {
      const asked = there.get(service) ?? init().then((system) => system?.exists(service) ?? false);
      there.set(service, asked);
      const exists = await asked.catch((error: unknown) => {
        there.delete(service);
        throw error;
      });
      if (!exists) there.delete(service);
      return exists;
    },
    isEnabled: async (service) => (await (await init())?.isEnabled(service)) ?? false,
    isActive: async (service) => (await (await init())?.isActive(service)) ?? false,
    start: (service) => act('start', service),
    stop: (service) => act('stop', service),
    restart: (service) => act('restart', service),
    enableHint: async (service) =>
      (await init())?.enableHint(service) ?? `make your init system start the service ${service}`,
    lastLog: async (service, lines) => (await (await init())?.lastLog(service, lines)) ?? [],
    run: async (service) => (await init())?.run(service),
    runLog: async ({ id }, lines) => (id === '' ? [] : ((await (await init())?.runLog(id, lines)) ?? [])),
  };
}

async function detect(exec: Exec): Promise<InitSystem | undefined> {
  if ((await exec.find('systemctl')) !== undefined) return systemd(exec);
  if ((await exec.find('openrc')) !== undefined) return openrc(exec);
  return undefined;
}

function systemd(exec: Exec): InitSystem {
  return {
    kind: 'systemd',
    async exists(service) {
      // Without lines of its journal, which may take long to be read.
      const { exitCode, stdout } = await exec.run('systemctl', ['status', service, '--lines=0']);
      // Exit code 4 is "no such unit"; systemd before 231 tells it only in the text.
      return exitCode !== 4 && !stdout.includes('Loaded: not-found');
    },
    isEnabled: async (service) => (await exec.run('systemctl', ['is-enabled', service])).exitCode === 0,
    async isActive(service) {
      const { stdout } = await exec.run('systemctl', ['is-active', service]);
      return ['active', 'activating'].includes(stdout.trim());
    },
    async commands(action, service) {
      const fresh = action === 'stop' || (await isAsOnDisk(exec, service));
      return [...(fresh ? [] : [['systemctl', 'daemon-reload'] as const]), ['systemctl', action, service]];
    },
    enableHint: (service) => `systemctl enable ${service}.service`,
    lastLog: (service, lines) => journal(exec, service, lines),
    run: (service) => unitState(exec, service),
    runLog: (id, lines) => journalOfRun(exec, id, lines),
  };
}

function openrc(exec: Exec): InitSystem {
  return {
    kind: 'openrc',
    async exists(service) {
      const { stdout, stderr } = await exec.run('rc-service', [service, 'status']);
      return !(stdout + stderr).includes('does not exist');
    },
    isEnabled: async (service) => (await exec.run('rc-update', ['show', 'default'])).stdout.includes(service),
    async isActive(service) {
      const { stdout, stderr } = await exec.run('rc-service', [service, 'status']);
      return !(stdout + stderr).includes('stopped') && !(stdout + stderr).includes('does not exist');
    },
    commands: async (action, service) => [['rc-service', service, action]],
    enableHint: (service) => `rc-update add ${service} default`,
    lastLog: async () => [],
    run: async () => undefined,
    runLog: async () => [],
  };
}

/** systemd has read the unit and its drop-ins as they are now; a reload, which runs all generators, would change nothing. */
async function isAsOnDisk(exec: Exec, service: string): Promise<boolean> {
  const { exitCode, stdout } = await exec.run('systemctl', ['show', service, '--property=LoadState,NeedDaemonReload']);
  const lines = stdout.split('\n');
  return exitCode === 0 && lines.includes('LoadState=loaded') && lines.includes('NeedDaemonReload=no');
}

async function journal(exec: Exec, service: string, lines: number): Promise<readonly string[]> {
  try {
    const args = ['--unit', service, '--lines', String(lines), '--no-pager', '--quiet', '--output', 'cat'];
    const { exitCode, stdout } = await exec.run('journalctl', args, { timeoutMs: 5000 });
    return exitCode === 0 ? stdout.split('\n').filter((line) => line !== '') : [];
  } catch {
    return [];
  }
}

const unitProperties = ['LoadState', 'ActiveState', 'SubState', 'InvocationID', 'ExecMainCode', 'ExecMainStatus'];

/** ExecMainCode as wait(2) has it: CLD_EXITED; anything else that is not 0 is a signal. */
const exitedByItself = '1';

async function unitState(exec: Exec, service: string): Promise<ServiceRun | undefined> {
  const { exitCode, stdout } = await exec.run('systemctl', ['show', service, `--property=${unitProperties.join(',')}`]);
  if (exitCode !== 0) return undefined;
  const value = new Map(stdout.split('\n').map((line) => [line.split('=')[0]!, line.slice(line.indexOf('=') + 1)]));
  if (value.get('LoadState') !== 'loaded') return undefined;
  const state = stateOf(value.get('ActiveState') ?? '', value.get('SubState') ?? '');
  const [code = '0', status = ''] = [value.get('ExecMainCode'), value.get('ExecMainStatus')];
  const ended =
    code === '0' || state === 'running' ? undefined : `${code === exitedByItself ? 'exit code' : 'signal'} ${status}`;
  return { state, id: value.get('InvocationID') ?? '', ...(ended !== undefined && { ended }) };
}

function stateOf(active: string, sub: string): ServiceRun['state'] {
  switch (active) {
    case 'active':
    case 'reloading':
      return 'running';
    case 'activating':
      return sub.startsWith('auto-restart') ? 'restarting' : 'starting';
    case 'failed':
      return 'failed';
    default:
      return 'stopped';
  }
}

async function journalOfRun(exec: Exec, id: string, lines: number): Promise<readonly ServiceLine[]> {
  try {
    const args = [`_SYSTEMD_INVOCATION_ID=${id}`, '--lines', String(lines), '--no-pager', '--quiet'];
    const { exitCode, stdout } = await exec.run('journalctl', [...args, '--output', 'short-unix'], { timeoutMs: 5000 });
    return exitCode === 0 ? stdout.split('\n').flatMap(serviceLine) : [];
  } catch {
    return [];
  }
}

/** `1795246171.991467 cp1 kubelet[218]: text`; lines of another form continue an entry and are left out. */
function serviceLine(line: string): readonly ServiceLine[] {
  const [, seconds, text] = /^(\d+\.\d+) \S+ [^:]+: (.*)$/.exec(line) ?? [];
  return seconds === undefined || text === undefined ? [] : [{ at: Math.round(Number(seconds) * 1000), text }];
}

function commandFailed(command: string, { exitCode, stdout, stderr }: ExecResult): EffectError {
  const lastWords = (stderr.trim() || stdout.trim()).split('\n').slice(-3).join('; ');
  return new EffectError(`${command} failed (exit ${exitCode})${lastWords === '' ? '' : `: ${lastWords}`}`, {});
}
