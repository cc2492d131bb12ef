import ipaddr from 'ipaddr.js';
import { isIP, isIPv6, withoutLeadingZeros } from './addresses.ts';

/** A range of addresses. */
export interface Subnet {
  readonly text: string;
  readonly family: 4 | 6;
  /** Length of the prefix. */
  readonly mask: number;
  /** Number of addresses; Infinity stands for more than can be counted exactly. */
  readonly size: number;
}

/** A CIDR as Go reads it (bits behind the mask may be set); undefined when it is none. */
export function parseSubnet(text: string): Subnet | undefined {
  const match = /^(?<address>[^/]+)\/(?<mask>\d{1,3})$/.exec(text);
  if (match?.groups === undefined) return undefined;
  const address = withoutLeadingZeros(match.groups['address']!);
  const mask = Number(match.groups['mask']);
  if (!isIP(address)) return undefined;
  const bits = isIPv6(address) ? 128 : 32;
  if (mask > bits) return undefined;
  return { text, family: bits === 128 ? 6 : 4, mask, size: 2 ** (bits - mask) };
}

/** True when the two ranges have addresses in common. */
export function overlap(one: Subnet, other: Subnet): boolean {
  if (one.family !== other.family) return false;
  const [wide, narrow] = one.mask <= other.mask ? [one, other] : [other, one];
  const address = ipaddr.parse(withoutLeadingZeros(narrow.text.split('/')[0]!));
  const range = ipaddr.parse(withoutLeadingZeros(wide.text.split('/')[0]!));
  return (address as ipaddr.IPv6).match(range as ipaddr.IPv6, wide.mask);
}
