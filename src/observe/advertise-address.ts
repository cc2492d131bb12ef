import ipaddr from 'ipaddr.js';
import { ConfigError } from '../errors.ts';
import type { DefaultRoute, InterfaceAddress } from '../host/net.ts';
import { canonicalIP, isIP } from '../spec/addresses.ts';

const path = 'localAPIEndpoint.advertiseAddress';
const hint = 'give an address of this machine with --apiserver-advertise-address';

/**
 * The address this node's API server is known by (kubeadm-cli-config.md, 3.11). Empty, `0.0.0.0` and `::` mean: take the one
 * the API server itself would choose. A loopback address means: take the global address that lies on the loopback
 * interface, as machines have it whose links carry only link-local addresses (RFC 5549). Anything else is taken as it
 * is, even when this machine has no such address (it may lie on a translating router).
 */
export function chooseAdvertiseAddress(
  requested: string,
  addresses: readonly InterfaceAddress[],
  routes: readonly DefaultRoute[],
): string {
  if (requested === '') return fromDefaultRoute([4, 6], addresses, routes);
  if (!isIP(requested)) fail('is not an IP address', requested);
  const range = rangeOf(requested);
  if (range === 'loopback') return onLoopback(requested, addresses);
  if (range === 'unspecified') {
    return fromDefaultRoute(requested.includes(':') ? [6, 4] : [4, 6], addresses, routes);
  }
  if (!isGlobal(requested)) fail(`cannot be advertised: it is a ${range} address`, requested);
  return canonicalIP(requested);
}

/** Families in order of preference; within one, routes in order; the first global address found wins. */
function fromDefaultRoute(
  families: readonly (4 | 6)[],
  addresses: readonly InterfaceAddress[],
  routes: readonly DefaultRoute[],
): string {
  for (const family of families) {
    for (const route of routes.filter((candidate) => candidate.family === family)) {
      const found =
        globalOn((address) => address.interface === route.interface, family, addresses) ??
        globalOn((address) => address.loopback, family, addresses);
      if (found !== undefined) return found;
    }
  }
  return fail(
    routes.length === 0
      ? 'cannot be found out: this machine has no default route'
      : 'cannot be found out: no interface with a default route has a global address',
  );
}

function onLoopback(requested: string, addresses: readonly InterfaceAddress[]): string {
  const isLoopback = (address: InterfaceAddress) => address.loopback;
  // The family asked for does not matter here, kubeadm takes IPv4 first too.
  return (
    globalOn(isLoopback, 4, addresses) ??
    globalOn(isLoopback, 6, addresses) ??
    fail('is a loopback address, and the loopback interface has no global address to take instead', requested)
  );
}

function globalOn(
  matches: (address: InterfaceAddress) => boolean,
  family: 4 | 6,
  addresses: readonly InterfaceAddress[],
): string | undefined {
  const found = addresses.find((a) => a.family === family && matches(a) && isGlobal(a.address));
  return found === undefined ? undefined : canonicalIP(found.address);
}

/** What Go calls global unicast: private and unique local addresses are in, link-local ones are not. */
function isGlobal(address: string): boolean {
  return !['unspecified', 'broadcast', 'loopback', 'multicast', 'linkLocal'].includes(rangeOf(address));
}

function rangeOf(address: string): string {
  return ipaddr.process(address).range();
}

function fail(message: string, found?: string): never {
  throw new ConfigError('the advertise address of the API server cannot be used', [
    { path, message, hint, ...(found === undefined ? {} : { found }) },
  ]);
}
