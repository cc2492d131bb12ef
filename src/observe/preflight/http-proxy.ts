import ipaddr from 'ipaddr.js';
import type { Finding } from '../../errors.ts';
import { proxyFor } from '../../host/proxy.ts';
import { nthAddress, splitCidrs } from '../../spec/addresses.ts';
import { type Check, caution, messageOf, problem } from './check.ts';
import type { CheckContext } from './check-context.ts';

/** Clients on this machine reach its API server without a proxy in between. */
export const httpProxy: Check = {
  name: 'HTTPProxy',
  look: async (context) => {
    const host = context.spec.localAPIEndpoint.advertiseAddress;
    return proxied('HTTPProxy', host, host, context);
  },
};

/** This machine reaches the API server by which it joins without a proxy in between. */
export function httpProxyTo(address: string): Check {
  return { name: 'HTTPProxy', look: async (context) => proxied('HTTPProxy', address, address, context) };
}

/**
 * Addresses of the cluster are reached without a proxy in between.
 * @param what in words, for messages
 */
export function httpProxyCidr(what: string, cidrsOf: (context: CheckContext) => string): Check {
  const name = 'HTTPProxyCIDR';
  return {
    name,
    look: async (context) =>
      splitCidrs(cidrsOf(context)).flatMap((cidr) => {
        if (!ipaddr.isValidCIDR(cidr)) return [problem(name, `${cidr}, the range of ${what}, is not an address range`)];
        return proxied(name, nthAddress(cidr, 1), `${what} in ${cidr}`, context);
      }),
  };
}

function proxied(name: string, address: string, what: string, { host }: CheckContext): readonly Finding[] {
  const url = `https://${address.includes(':') ? `[${address}]` : address}`;
  try {
    const proxy = proxyFor(url, host.process.env);
    if (proxy === undefined) return [];
    return [
      caution(name, `connections to ${what} go through the proxy ${withoutPassword(proxy)}`, {
        hint: `if that is not meant: add ${/ in (\S+)$/.exec(what)?.[1] ?? address} to NO_PROXY`,
      }),
    ];
  } catch (error) {
    return [caution(name, `HTTPS_PROXY cannot be used: ${messageOf(error)}`)];
  }
}

/** A proxy as it may be shown. */
function withoutPassword({ protocol, host, username }: URL): string {
  return `${protocol}//${username === '' ? '' : '…@'}${host}`;
}
