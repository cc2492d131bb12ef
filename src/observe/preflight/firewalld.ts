import { ports } from '../../spec/paths.ts';
import { type Check, caution } from './check.ts';

const name = 'Firewalld';

/** firewalld closes the ports that other nodes and users need. */
export const firewalld: Check = {
  name,
  async look({ host, spec }) {
    const { services } = host;
    if ((await services.kind()) === undefined || !(await services.isActive('firewalld'))) return [];
    const open = [spec.localAPIEndpoint.bindPort, ports.kubelet];
    return [
      caution(name, `firewalld runs; the cluster works only when it lets ports ${open.join(' and ')} through`, {
        hint: `firewall-cmd --permanent ${open.map((port) => `--add-port=${port}/tcp`).join(' ')} && firewall-cmd --reload`,
        about: { kind: 'service', value: 'firewalld' },
      }),
    ];
  },
};
