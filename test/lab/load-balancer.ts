import { MACHINE_NAMES } from './addresses.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';
import { enable, write } from './node-files.ts';

/** The name goes with the address of the machine `lb`, for `controlPlaneEndpoint`. */
export const BALANCED_ENDPOINT = 'lb:6443';

/**
 * Boots the machine `lb`: TCP from port 6443 to every control-plane machine whose API server says it is ready. As a
 * machine of its own it can be killed, or cut off, like any other.
 */
export async function bootLoadBalancer(lab: Lab): Promise<LabNode> {
  return lab.boot('lb', {
    furnish: (root) => {
      write(root, '/etc/haproxy/haproxy.cfg', configuration());
      enable(root, 'haproxy.service');
    },
  });
}

/** Checks every half second: a control plane that has just come up is joined through this at once. */
function configuration(): string {
  const servers = MACHINE_NAMES.filter((name) => name.startsWith('cp')).map((name) => `  server ${name} ${name}:6443`);
  return `defaults
  mode tcp
  timeout connect 2s
  timeout client 10m
  timeout server 10m
listen api
  bind :::6443 v4v6
  option httpchk GET /readyz
  default-server check check-ssl verify none inter 500ms fall 2 rise 1
${servers.join('\n')}
`;
}
