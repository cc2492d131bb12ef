import { type Check, problem } from './check.ts';
import { dashed } from './path-available.ts';

/** The kernel forwards packets of an IP family, as Pods need it. */
export function forwarding(family: 4 | 6): Check {
  const key = family === 4 ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.default.forwarding';
  const path = `/proc/sys/${key.replaceAll('.', '/')}`;
  const name = `FileContent-${dashed(path)}`;
  return {
    name,
    async look({ host }) {
      const content = (await host.files.read(path))?.trim();
      if (content === '1') return [];
      return [
        problem(name, content === undefined ? `${path} does not exist` : `${path} is ${content || 'empty'}, not 1`, {
          hint: `sysctl -w ${key}=1, and keep it: echo '${key} = 1' > /etc/sysctl.d/99-kubernetes-ipv${family}.conf`,
        }),
      ];
    },
  };
}
