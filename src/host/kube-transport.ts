import type { buildConnector, Dispatcher } from 'undici';
import { ApiError } from './kube-api.ts';
import type { Access } from './kubeconfig-access.ts';
import { parseProxy, proxyFor } from './proxy.ts';
import { connectThrough } from './proxy-tunnel.ts';

/** One HTTP request to the API server. */
export interface KubeRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly timeoutMs?: number;
}

/** A kept-alive line to one API server. */
export interface KubeTransport {
  /** The answer as it is; only the lack of one is an ApiError (status 0, reason the errno code). */
  send(request: KubeRequest): Promise<{ readonly status: number; readonly body: string }>;
  /** Ends when running requests have ended; `now`: they fail. */
  close(when?: 'now'): Promise<void>;
}

const defaultTimeoutMs = 10_000;
/** Between two polls a connection stays open; the API server itself closes after 90 s. */
const keepAliveMs = 30_000;
const mostConnections = 8;

/** Opens nothing yet: connections are made by requests. */
export async function openTransport(
  access: Access,
  options: {
    readonly env: { readonly [name: string]: string | undefined };
    /** Trusted certificates when the kubeconfig names no CA. */
    readonly systemCa: () => Promise<readonly string[]>;
  },
): Promise<KubeTransport> {
  const [{ default: Pool }, { default: buildConnector }, { default: request }] = await Promise.all([
    import('undici/lib/dispatcher/pool.js'),
    import('undici/lib/core/connect.js'),
    import('undici/lib/api/api-request.js'),
  ]);
  const { origin, pathname } = new URL(access.server);
  const prefix = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: mostConnections,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    connect: await connector(buildConnector, access, options),
  });
  const headers = {
    accept: 'application/json',
    'user-agent': 'tsadm',
    ...(access.authorization !== undefined && { authorization: access.authorization }),
  };

  return {
    async send({ method, path, body: sent, contentType, timeoutMs = defaultTimeoutMs }) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await request.call(pool, {
          method: method as Dispatcher.HttpMethod,
          path: prefix + path,
          headers: sent === undefined ? headers : { ...headers, 'content-type': contentType ?? 'application/json' },
          ...(sent !== undefined && { body: sent }),
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          signal,
        });
        const body = await response.body.text();
        // The connection is free again only a moment after its answer has ended; asked earlier, the pool would open another.
        await new Promise((resolve) => setImmediate(resolve));
        return { status: response.statusCode, body };
      } catch (error) {
        throw noAnswer(`${method} ${origin}${path}`, error, signal.aborted ? timeoutMs : undefined);
      }
    },
    close: (when) => (when === 'now' ? pool.destroy() : pool.close()),
  };
}

async function connector(
  build: typeof buildConnector,
  access: Access,
  { env, systemCa }: Parameters<typeof openTransport>[1],
): Promise<buildConnector.connector> {
  const { protocol, hostname, port } = new URL(access.server);
  const secure = protocol === 'https:';
  const proxy = access.proxy === undefined ? proxyFor(access.server, env) : parseProxy(access.proxy);
  const needsCa = (secure && !access.insecure && access.ca === undefined) || proxy?.protocol === 'https:';
  const trusted = needsCa ? await systemCa() : undefined;
  const ca = access.ca ?? trusted;
  const connect = build({
    timeout: defaultTimeoutMs,
    rejectUnauthorized: !access.insecure,
    ...(ca !== undefined && !access.insecure && { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(access.cert !== undefined && { cert: access.cert }),
    ...(access.key !== undefined && { key: access.key }),
    ...(access.serverName !== undefined && { servername: access.serverName }),
  });
  if (proxy === undefined) return connect;
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 443 : 80)) };
  return (options, callback) => {
    connectThrough(proxy, target, {
      signal: AbortSignal.timeout(defaultTimeoutMs),
      ...(trusted && { ca: trusted }),
    }).then(
      (socket) => (secure ? connect({ ...options, httpSocket: socket }, callback) : callback(null, socket)),
      (error) => callback(error, null),
    );
  };
}

/** Codes of undici, in the words of the kernel. */
const codes: { readonly [code: string]: string } = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_BODY_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_CLOSED: 'ECONNABORTED',
  UND_ERR_DESTROYED: 'ECONNABORTED',
};

function noAnswer(what: string, error: unknown, timeoutMs: number | undefined): ApiError {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
  if (timeoutMs !== undefined) return new ApiError(`${what}: no answer within ${timeoutMs / 1000} s`, 0, 'ETIMEDOUT');
  const why = (message || errors?.[0]?.message || code || 'unknown error').split('\n')[0]!;
  const reason = code === undefined ? 'Unknown' : (codes[code] ?? code);
  return Object.assign(new ApiError(`${what}: ${why}`, 0, reason), { cause: error });
}
