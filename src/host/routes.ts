import type { DefaultRoute } from './net.ts';

/** Default routes in the text of /proc/net/route, lowest metric first. */
export function ipv4DefaultRoutes(text: string): readonly DefaultRoute[] {
  // Iface Destination Gateway Flags RefCnt Use Metric Mask …
  const routes = rows(text)
    .filter((row) => row[1] === '00000000' && row[7] === '00000000')
    .map((row) => ({ interface: row[0]!, metric: Number(row[6]) }));
  return byMetric(routes).map((route) => ({ interface: route.interface, family: 4 }));
}

/** Default routes in the text of /proc/net/ipv6_route, lowest metric first. */
export function ipv6DefaultRoutes(text: string): readonly DefaultRoute[] {
  // Destination PrefixLength Source SourcePrefixLength NextHop Metric RefCnt Use Flags Iface
  // The kernel keeps an unreachable default on lo, which has no next hop; kubeadm leaves out routes without one too.
  const routes = rows(text)
    .filter((row) => isZero(row[0]) && row[1] === '00' && !isZero(row[4]) && row[9] !== undefined)
    .map((row) => ({ interface: row[9]!, metric: Number.parseInt(row[5]!, 16) }));
  return byMetric(routes).map((route) => ({ interface: route.interface, family: 6 }));
}

function rows(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row.length > 1);
}

function isZero(hex: string | undefined): boolean {
  return hex !== undefined && /^0{32}$/.test(hex);
}

function byMetric<T extends { readonly metric: number }>(routes: readonly T[]): readonly T[] {
  return routes.toSorted((a, b) => a.metric - b.metric);
}
