import type { IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { HttpAnswer, Net } from './net.ts';
import { proxyAuthorization } from './proxy.ts';
import { connectThrough } from './proxy-tunnel.ts';

const mostRedirects = 10;
const mostBytes = 16 * 1024 * 1024;

/** How a URL is reached: what the port's options say, with proxy and trusted certificates looked up already. */
export interface Route {
  readonly proxyFor: (url: URL) => URL | undefined;
  /** Trusted certificates; asked for only when one has to be checked. */
  readonly ca: () => Promise<readonly string[]>;
}

/** A GET that follows redirects, never throws and is over after `timeoutMs`. */
export async function httpGet(url: string, options: Parameters<Net['httpGet']>[1], route: Route): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    let at = new URL(url);
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const response = await getOnce(at, options, route, signal);
      const { location } = response.headers;
      if (!isRedirect(response.statusCode) || location === undefined) return await answerOf(response);
      response.destroy();
      const next = new URL(location, at);
      if (at.protocol === 'https:' && next.protocol !== 'https:')
        return { error: `redirected to ${next.origin}, which is not https` };
      at = next;
    }
    return { error: `more than ${mostRedirects} redirects` };
  } catch (error) {
    return { error: signal.aborted ? `no answer within ${options.timeoutMs / 1000} s` : oneLine(error) };
  }
}

async function getOnce(
  url: URL,
  options: Parameters<Net['httpGet']>[1],
  route: Route,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} URLs are not supported`);
  const proxy = options.direct ? undefined : route.proxyFor(url);
  const headers = { accept: '*/*', 'user-agent': 'tsadm', connection: 'close' };
  if (url.protocol === 'http:') {
    const { request } = await import('node:http');
    const plain = { method: 'GET', headers, agent: false, signal } as const;
    if (proxy === undefined) return send(request, { ...plain, ...targetOf(url), path: pathOf(url) });
    const viaTls = proxy.protocol === 'https:';
    return send(viaTls ? (await import('node:https')).request : request, {
      ...plain,
      ...targetOf(proxy),
      path: url.href,
      headers: { ...headers, host: url.host, ...proxyAuthorization(proxy) },
      ...(viaTls && { ca: [...(await route.ca())] }),
    });
  }
  const ca = options.insecure ? undefined : options.ca !== undefined ? [options.ca] : [...(await route.ca())];
  const target = targetOf(url);
  const tunnel =
    proxy === undefined
      ? undefined
      : await connectThrough(proxy, target, {
          signal,
          ...(proxy.protocol === 'https:' && { ca: await route.ca() }),
        });
  const { request } = await import('node:https');
  return send(request, {
    ...target,
    method: 'GET',
    path: pathOf(url),
    headers,
    agent: false,
    signal,
    rejectUnauthorized: options.insecure !== true,
    ...(ca && { ca }),
    ...(options.cert && { cert: options.cert }),
    ...(options.key && { key: options.key }),
    ...(tunnel && { socket: tunnel }),
  });
}

function send(
  request: typeof import('node:https').request,
  options: RequestOptions & { readonly socket?: Socket },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(options).on('response', resolve).on('error', reject).end();
  });
}

function targetOf(url: URL): { readonly host: string; readonly port: number } {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
  };
}

function pathOf(url: URL): string {
  return url.pathname + url.search;
}

function isRedirect(status: number | undefined): boolean {
  return [301, 302, 303, 307, 308].includes(status!);
}

async function answerOf(response: IncomingMessage): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode!,
    body: Buffer.concat(pieces).toString('utf8'),
    headers: Object.fromEntries(headers),
  };
}

/** Why there was no answer. Connecting to a name with several addresses fails with an aggregate that has no message. */
function oneLine(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
  const text = message || errors?.[0]?.message || code || 'unknown error';
  return text.split('\n')[0]!;
}
