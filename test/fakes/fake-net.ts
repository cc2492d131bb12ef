import type { DefaultRoute, HttpAnswer, InterfaceAddress, Net } from '../../src/host/net.ts';

/** An answer, or what gives one, called anew for every request. */
export type FakeAnswer = HttpAnswer | (() => HttpAnswer);

/** A network that tests own; everything may be changed at any time. */
export interface FakeNet extends Net {
  name: string;
  interfaces: readonly InterfaceAddress[];
  routes: readonly DefaultRoute[];
  /** Names that resolve. */
  readonly names: Map<string, readonly string[]>;
  /** TCP ports in use, whatever the address. */
  readonly portsInUse: Set<number>;
  /** Unix sockets that answer. */
  readonly sockets: Set<string>;
  /** What URLs answer; others refuse the connection. */
  readonly answers: Map<string, FakeAnswer>;
  /** Every URL that was asked for. */
  readonly requests: readonly string[];
}

/**
 * A fake network: host `node-1` at 192.168.7.10/24 on eth0 with an IPv4 default route, everything else empty. It claims: ports in use
 * give EADDRINUSE, foreign addresses EADDRNOTAVAIL, unknown names an empty list, URLs without an answer a refused connection. It does
 * not claim: proxies, certificates, redirects, timeouts.
 */
export function fakeNet(): FakeNet {
  const requests: string[] = [];
  const net: FakeNet = {
    name: 'node-1',
    interfaces: [
      { interface: 'lo', address: '127.0.0.1', family: 4, prefixLength: 8, loopback: true },
      { interface: 'eth0', address: '192.168.7.10', family: 4, prefixLength: 24, loopback: false },
    ],
    routes: [{ interface: 'eth0', family: 4 }],
    names: new Map([['localhost', ['127.0.0.1']]]),
    portsInUse: new Set(),
    sockets: new Set(),
    answers: new Map(),
    requests,
    hostName: () => net.name,
    addresses: () => net.interfaces,
    defaultRoutes: async () => net.routes,
    lookup: async (name) =>
      net.names.get(name) ?? (net.interfaces.some(({ address }) => address === name) ? [name] : []),
    canListen: async (port, address) => {
      if (net.portsInUse.has(port)) return { ok: false, error: 'EADDRINUSE' };
      const anywhere = address === undefined || address === '0.0.0.0' || address === '::';
      const ours = anywhere || net.interfaces.some((own) => own.address === address);
      return ours ? { ok: true } : { ok: false, error: 'EADDRNOTAVAIL' };
    },
    canConnect: async (socketPath) => net.sockets.has(socketPath),
    async httpGet(url) {
      requests.push(url);
      const answer = net.answers.get(url);
      if (answer === undefined) return { error: `connect ECONNREFUSED ${new URL(url).host}` };
      return typeof answer === 'function' ? answer() : answer;
    },
  };
  return net;
}
