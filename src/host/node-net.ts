import { createConnection, createServer } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { Files } from './files.ts';
import type { InterfaceAddress, Net } from './net.ts';
import { proxyFor } from './proxy.ts';
import { resolveBelow } from './rooted-path.ts';
import { ipv4DefaultRoutes, ipv6DefaultRoutes } from './routes.ts';

const connectTimeoutMs = 2000;

/** The network of this machine; `root` (--rootfs) matters for Unix sockets and the CA bundle only. */
export function nodeNet(options: {
  readonly root?: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** Where the system's CA bundle is read. */
  readonly files: Files;
}): Net {
  const { root = '', env, files } = options;
  let trusted: Promise<readonly string[]> | undefined;

  return {
    hostName: () => hostname(),

    addresses: () =>
      Object.entries(networkInterfaces()).flatMap(([name, found = []]) => found.map((info) => addressOf(name, info))),

    async defaultRoutes() {
      // The kernel's tables are ours even when the files of another root are changed.
      const { readFile } = await import('node:fs/promises');
      const [v4, v6] = await Promise.all(
        ['/proc/net/route', '/proc/net/ipv6_route'].map((path) => readFile(path, 'utf8').catch(() => '')),
      );
      return [...ipv4DefaultRoutes(v4!), ...ipv6DefaultRoutes(v6!)];
    },

    async lookup(name) {
      const { lookup } = await import('node:dns/promises');
      const found = await lookup(name, { all: true }).catch(() => []);
      return found.map(({ address }) => address);
    },

    canListen: (port, address) =>
      new Promise((resolve) => {
        const server = createServer();
        server.on('error', (error: NodeJS.ErrnoException) =>
          resolve({ ok: false, error: error.code ?? error.message }),
        );
        server.listen({ port, exclusive: true, ...(address && { host: address }) }, () => {
          server.close(() => resolve({ ok: true }));
        });
      }),

    async canConnect(socketPath) {
      const path = root === '' ? socketPath : await resolveBelow(root, socketPath);
      return new Promise((resolve) => {
        const socket = createConnection({ path, timeout: connectTimeoutMs });
        const end = (answer: boolean) => {
          socket.destroy();
          resolve(answer);
        };
        socket.on('connect', () => end(true));
        socket.on('error', () => end(false));
        socket.on('timeout', () => end(false));
      });
    },

    async httpGet(url, requestOptions) {
      const { httpGet } = await import('./http-get.ts');
      return httpGet(url, requestOptions, {
        proxyFor: (target) => proxyFor(target, env),
        async ca() {
          const { systemCa } = await import('./system-ca.ts');
          trusted ??= systemCa(files, env);
          return trusted;
        },
      });
    },
  };
}

function addressOf(
  name: string,
  { address, family, cidr, internal }: NonNullable<ReturnType<typeof networkInterfaces>[string]>[number],
): InterfaceAddress {
  return {
    interface: name,
    address,
    family: family === 'IPv4' ? 4 : 6,
    prefixLength: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
    loopback: internal,
  };
}
