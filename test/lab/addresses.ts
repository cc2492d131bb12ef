import { SLOT } from './slot.ts';

/** Machines have fixed numbers: everything about one (addresses, pod networks, machine-id) follows from its name alone. */
const NUMBERS: { readonly [name: string]: number } = {
  lb: 2,
  registry: 3,
  cp1: 11,
  cp2: 12,
  cp3: 13,
  w1: 21,
  w2: 22,
  etcd1: 31,
  etcd2: 32,
  etcd3: 33,
};

export const MACHINE_NAMES: readonly string[] = Object.keys(NUMBERS);

/** Our end of the bridge. */
export const BRIDGE_IPV4 = ipv4(1);
export const BRIDGE_IPV6 = ipv6(1);

/** Pod and service networks for cluster configurations; the machines' own pod networks lie inside the pod networks. */
export const POD_SUBNETS = { ipv4: '10.244.0.0/16', ipv6: 'fd00:244::/48' };
export const SERVICE_SUBNETS = { ipv4: '10.96.0.0/12', ipv6: 'fd00:96::/112' };

export interface Addresses {
  readonly ipv4: string;
  readonly ipv6: string;
  /** What the CNI configuration of this machine hands out. */
  readonly podIpv4: string;
  readonly podIpv6: string;
}

function ipv4(number: number): string {
  return `172.30.${SLOT}.${number}`;
}

function ipv6(number: number): string {
  return `fd00:30:${SLOT === 0 ? '' : `0:${SLOT}:`}:${number}`;
}

/** Where a machine of that name lives. */
export function addressesOf(name: string): Addresses {
  const number = NUMBERS[name];
  if (!number) throw new Error(`no machine is called ${name}; names are ${MACHINE_NAMES.join(', ')}`);
  return {
    ipv4: ipv4(number),
    ipv6: ipv6(number),
    podIpv4: `10.244.${number}.0/24`,
    podIpv6: `fd00:244:0:${number}::/64`,
  };
}

/** Whether pods can run on a machine of that name. */
export function hostsPods(name: string): boolean {
  return /^(cp|w)\d$/.test(name);
}

/** /etc/hosts of the machine: all machines over IPv4, and over IPv6 under NAME-6, so that a name has one address. */
export function hostsFile(): string {
  const lines = MACHINE_NAMES.flatMap((name) => {
    const { ipv4, ipv6 } = addressesOf(name);
    return [`${ipv4} ${name}`, `${ipv6} ${name}-6`];
  });
  return ['127.0.0.1 localhost', '::1 localhost ip6-localhost', ...lines, ''].join('\n');
}
