import { EffectError } from '../../src/errors.ts';
import type { ServiceLine, ServiceManager, ServiceRun } from '../../src/host/service-manager.ts';

/** A service that tests own. */
export interface FakeService {
  enabled: boolean;
  active: boolean;
  log: readonly string[];
  /** How it stands, when that is more than running or stopped. */
  run?: ServiceRun;
  /** What its starts wrote, by their ids. */
  readonly runLogs?: Map<string, readonly ServiceLine[]>;
  /** When set, starting fails with these words. */
  failsWith?: string;
}

/** An init system that tests own. */
export interface FakeServices extends ServiceManager {
  init: 'systemd' | 'openrc' | undefined;
  readonly services: Map<string, FakeService>;
  /** What was asked for: `start kubelet`, … */
  readonly actions: readonly string[];
}

/**
 * A fake init system: systemd with an enabled, stopped kubelet. It claims: starting an unknown service fails; without an init system nothing
 * exists and every action fails; stopping a stopped service is fine.
 */
export function fakeServices(): FakeServices {
  const actions: string[] = [];

  function act(action: 'start' | 'stop' | 'restart', name: string): void {
    if (fake.init === undefined) {
      throw new EffectError(`no supported init system found: cannot ${action} the service ${name}`, {});
    }
    const service = fake.services.get(name);
    if (service === undefined) {
      throw new EffectError(`systemctl ${action} ${name} failed (exit 5): Unit ${name}.service not found.`, {});
    }
    actions.push(`${action} ${name}`);
    if (action !== 'stop' && service.failsWith !== undefined) {
      service.active = false;
      throw new EffectError(`systemctl ${action} ${name} failed (exit 1): ${service.failsWith}`, {});
    }
    service.active = action !== 'stop';
  }

  const known = (name: string) => (fake.init === undefined ? undefined : fake.services.get(name));

  const fake: FakeServices = {
    init: 'systemd',
    services: new Map([['kubelet', { enabled: true, active: false, log: [] }]]),
    actions,
    kind: async () => fake.init,
    exists: async (name) => known(name) !== undefined,
    isEnabled: async (name) => known(name)?.enabled ?? false,
    isActive: async (name) => known(name)?.active ?? false,
    start: async (name) => act('start', name),
    stop: async (name) => act('stop', name),
    restart: async (name) => act('restart', name),
    enableHint: async (name) => {
      if (fake.init === undefined) return `make your init system start the service ${name}`;
      return fake.init === 'systemd' ? `systemctl enable ${name}.service` : `rc-update add ${name} default`;
    },
    lastLog: async (name, lines) => known(name)?.log.slice(-lines) ?? [],
    async run(name) {
      const service = known(name);
      if (service === undefined || fake.init !== 'systemd') return undefined;
      return service.run ?? { state: service.active ? 'running' : 'stopped', id: service.active ? `${name}-1` : '' };
    },
    async runLog({ id }, lines) {
      const logs = [...fake.services.values()].map(({ runLogs }) => runLogs?.get(id) ?? []);
      return fake.init === undefined ? [] : logs.flat().slice(-lines);
    },
  };
  return fake;
}
