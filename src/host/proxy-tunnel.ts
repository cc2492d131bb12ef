import type { Socket } from 'node:net';
import { proxyAuthorization } from './proxy.ts';

/** A connection to `host:port` through an HTTP proxy (CONNECT). Errors name the proxy's host, never its password. */
export async function connectThrough(
  proxy: URL,
  target: { readonly host: string; readonly port: number },
  { signal, ca }: { readonly signal?: AbortSignal; readonly ca?: readonly string[] } = {},
): Promise<Socket> {
  const { request } = proxy.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  return new Promise((resolve, reject) => {
    const failed = (why: string, cause?: Error) => {
      const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'EPROXY';
      reject(Object.assign(new Error(`the proxy ${proxy.host} ${why}`, { cause }), { code }));
    };
    request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      agent: false,
      ...(signal && { signal }),
      ...(ca && { ca: [...ca] }),
    })
      .on('connect', (response, socket: Socket) => {
        if (response.statusCode === 200) return resolve(socket);
        socket.destroy();
        failed(`answered ${response.statusCode} to a tunnel to ${authority}`);
      })
      .on('response', (response) => {
        response.destroy();
        failed(`answered ${response.statusCode} to a tunnel to ${authority}`);
      })
      .on('error', (error) =>
        failed(`cannot be used: ${(error as NodeJS.ErrnoException).code ?? error.message}`, error),
      )
      .end();
  });
}
