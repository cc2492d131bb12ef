import { existsSync } from 'node:fs';
import { addressesOf, BRIDGE_IPV4, BRIDGE_IPV6, hostsPods, MACHINE_NAMES } from './addresses.ts';
import { attempt, run } from './command.ts';
import { SLOT, slotted } from './slot.ts';

/** Name of the switch. */
export const BRIDGE = slotted('tsadm-lab');

/**
 * What machines send to the outside is answered with "unreachable" and goes nowhere. Dropped in silence, a pod that
 * asks for a service before kube-proxy knows it would wait half a minute (CoreDNS does). Number and priority of our
 * routing table are arbitrary.
 */
const NO_OUTSIDE = String(230 + SLOT);

/** Name of a machine's network namespace. */
export function namespaceOf(name: string): string {
  return `${slotted('tsadm-lab')}-${name}`;
}

/** The machines' switch, with an address of ours on it. */
export async function bridgeUp(): Promise<void> {
  if (existsSync(`/sys/class/net/${BRIDGE}`)) return;
  await run('ip', 'link', 'add', BRIDGE, 'type', 'bridge');
  await run('ip', 'address', 'add', `${BRIDGE_IPV4}/24`, 'dev', BRIDGE);
  await run('ip', 'address', 'add', `${BRIDGE_IPV6}/64`, 'dev', BRIDGE, 'nodad');
  await run('ip', 'link', 'set', BRIDGE, 'up');
  await run('ip', 'route', 'add', 'unreachable', 'default', 'table', NO_OUTSIDE);
  await run('ip', 'rule', 'add', 'iif', BRIDGE, 'lookup', NO_OUTSIDE, 'priority', NO_OUTSIDE);
  // Only an interface that forwards says that it cannot.
  await run('sysctl', '-qw', `net.ipv4.conf.${BRIDGE}.forwarding=1`);
}

export async function bridgeDown(): Promise<void> {
  if (!existsSync(`/sys/class/net/${BRIDGE}`)) return;
  await attempt('ip', 'rule', 'delete', 'priority', NO_OUTSIDE);
  await attempt('ip', 'route', 'flush', 'table', NO_OUTSIDE);
  await run('ip', 'link', 'delete', BRIDGE);
}

/** A namespace with one interface on the bridge, and a route to every peer's pods through that peer. */
export async function connect(name: string): Promise<void> {
  const space = namespaceOf(name);
  const mine = addressesOf(name);
  await run('ip', 'netns', 'add', space);
  await run('ip', 'link', 'add', cable(name), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
  await run('ip', 'link', 'set', cable(name), 'master', BRIDGE, 'up');
  // IPv6 addresses are used at once (nodad): two machines never have the same one, and waiting costs two seconds.
  const sysctls = ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1', 'net.ipv6.conf.default.forwarding=1'];
  // Refusals are sent without limit, or every other name lookup of CoreDNS would wait for one (see resolv.conf).
  const prompt = ['net.ipv6.conf.default.accept_dad=0', 'net.ipv4.icmp_ratelimit=0'];
  await run('ip', 'netns', 'exec', space, 'sysctl', '-qw', ...sysctls, ...prompt);
  const peers = MACHINE_NAMES.filter((peer) => peer !== name && hostsPods(peer)).map(addressesOf);
  const batch = [
    'link set lo up',
    `address add ${mine.ipv4}/24 dev eth0`,
    `address add ${mine.ipv6}/64 dev eth0 nodad`,
    'link set eth0 up',
    `route add default via ${BRIDGE_IPV4}`,
    `-6 route add default via ${BRIDGE_IPV6}`,
    ...peers.flatMap(({ ipv4, ipv6, podIpv4, podIpv6 }) => [
      `route add ${podIpv4} via ${ipv4}`,
      `-6 route add ${podIpv6} via ${ipv6}`,
    ]),
  ];
  for (const line of batch) await run('ip', '-n', space, ...line.split(' '));
}

/** Takes the cable and the namespace away; also what is left of a connection half made. */
export async function disconnect(name: string): Promise<void> {
  await attempt('ip', 'link', 'delete', cable(name));
  if (existsSync(`/run/netns/${namespaceOf(name)}`)) await run('ip', 'netns', 'delete', namespaceOf(name));
}

/** Pulls the cable, or puts it back: the machine lives on and nobody reaches it. */
export async function setCable(name: string, state: 'up' | 'down'): Promise<void> {
  await run('ip', 'link', 'set', cable(name), state);
}

/** Interface names hold fifteen characters. */
export function cable(name: string): string {
  return `lab${SLOT === 0 ? '' : SLOT}-${name}`;
}
