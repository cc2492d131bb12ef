import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ApiError, type KubeApi } from '../../src/host/kube-api.ts';
import { knownKinds, knownResource } from '../../src/host/kube-resources.ts';
import type { Json, KubeObject } from '../../src/plan/json.ts';
import type { FakeKube } from './fake-kube-api.ts';
import type { TestTls } from './test-tls.ts';

/** One request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Common name of the client certificate, when there was one. */
  readonly client?: string;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
}

/** A fake API server that listens. */
export interface KubeServer {
  readonly port: number;
  readonly url: string;
  readonly wire: readonly WireRequest[];
  /** Answers the next requests instead of the fake; undefined leaves one to it. */
  intercept: ((request: WireRequest) => { status: number; body: string } | 'hang' | 'hang up' | undefined) | undefined;
  close(): Promise<void>;
}

/**
 * Serves a FakeKube over HTTPS on loopback, so that real clients and whole programs can be tested against it. It claims: the paths, verbs, media
 * types, queries and Status answers of the API for the kinds in kube-resources.ts; lists carry items without type; an unknown path is
 * a plain-text 404. Every caller is the kubeconfig `identity`.
 */
export async function serveKube(
  fake: FakeKube,
  tls: TestTls,
  identity = '/etc/kubernetes/admin.conf',
): Promise<KubeServer> {
  const api = await fake.connect({ kubeconfig: identity });
  const wire: WireRequest[] = [];
  const connections = new Map<object, number>();
  const server = createServer({ ...tls.server, ca: tls.ca, requestCert: true, rejectUnauthorized: false });

  server.on('request', async (request, response) => {
    const { socket } = request;
    if (!connections.has(socket)) connections.set(socket, connections.size + 1);
    const client = (socket as TLSSocket).getPeerCertificate().subject?.CN;
    const seen: WireRequest = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: await bodyOf(request),
      connection: connections.get(socket)!,
      ...(typeof client === 'string' && { client }),
    };
    wire.push(seen);
    const instead = running.intercept?.(seen);
    if (instead === 'hang') return;
    if (instead === 'hang up') {
      socket.destroy();
      return;
    }
    const { status, body } = instead ?? (await answer(api, seen).catch(statusOf));
    response.writeHead(status, { 'content-type': body.startsWith('{') ? 'application/json' : 'text/plain' });
    response.end(body);
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const running: KubeServer = {
    port,
    url: `https://127.0.0.1:${port}`,
    wire,
    intercept: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}

/** The text of a kubeconfig for a server made here. */
export function testKubeconfig(url: string, tls: TestTls): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kubernetes', cluster: { server: url, 'certificate-authority-data': base64(tls.ca) } }],
    contexts: [{ name: 'admin@kubernetes', context: { cluster: 'kubernetes', user: 'admin' } }],
    'current-context': 'admin@kubernetes',
    users: [
      {
        name: 'admin',
        user: { 'client-certificate-data': base64(tls.client.cert), 'client-key-data': base64(tls.client.key) },
      },
    ],
  });
}

type Answer = { readonly status: number; readonly body: string };

async function answer(api: KubeApi, { method, url, headers, body }: WireRequest): Promise<Answer> {
  const { pathname, searchParams } = new URL(url, 'https://api');
  const place = placeOf(pathname);
  if (place === undefined) return api.raw(pathname);
  const { apiVersion, kind, namespace, name } = place;
  const sent = (body === '' ? undefined : JSON.parse(body)) as KubeObject;
  const type = headers['content-type'];
  if (name === undefined) {
    if (method === 'POST') return json(201, await api.create(typed(sent, place)));
    const labels = searchParams.get('labelSelector') ?? undefined;
    const fields = searchParams.get('fieldSelector') ?? undefined;
    const found = await api.list(
      { apiVersion, kind, ...(namespace && { namespace }) },
      {
        ...(labels && { labels }),
        ...(fields && { fields }),
      },
    );
    const items = found.map(({ apiVersion: _, kind: __, ...item }) => item);
    return json(200, { kind: `${kind}List`, apiVersion, metadata: {}, items });
  }
  const ref = { apiVersion, kind, name, ...(namespace && { namespace }) };
  switch (method) {
    case 'GET':
      return json(200, (await api.get(ref)) ?? absent(kind, name));
    case 'PUT':
      return json(200, await api.update(typed(sent, place)));
    case 'DELETE': {
      const deleted = await api.delete(ref, (sent as { preconditions?: object } | undefined)?.preconditions);
      return deleted ? json(200, { kind: 'Status', apiVersion: 'v1', status: 'Success' }) : absent(kind, name);
    }
    case 'PATCH':
      if (type === 'application/apply-patch+yaml') return json(200, await api.apply(typed(sent, place)));
      return json(200, await api.patch(ref, sent as Json, patchKinds[type ?? ''] ?? unsupported(type)));
    default:
      throw new ApiError('the server does not allow this method', 405, 'MethodNotAllowed');
  }
}

const patchKinds: { readonly [type: string]: 'strategic' | 'merge' | 'json' } = {
  'application/strategic-merge-patch+json': 'strategic',
  'application/merge-patch+json': 'merge',
  'application/json-patch+json': 'json',
};

interface Place {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

function placeOf(pathname: string): Place | undefined {
  const parsed = /^\/(?:api|apis\/([^/]+))\/([^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(
    pathname,
  );
  if (parsed === null) return undefined;
  const [, group, version, namespace, plural, name] = parsed.map((part) => part && decodeURIComponent(part));
  const apiVersion = group === undefined ? version! : `${group}/${version}`;
  for (const known of knownKinds()) {
    const resource = knownResource(known)!;
    if (known.apiVersion !== apiVersion || resource.plural !== plural) continue;
    return { ...known, ...(namespace && { namespace }), ...(name && { name }) };
  }
  return undefined;
}

/** Real servers take the type from the path when the body leaves it out, and refuse another one. */
function typed(object: KubeObject, { apiVersion, kind, namespace }: Place): KubeObject {
  if ((object.kind ?? kind) !== kind || (object.apiVersion ?? apiVersion) !== apiVersion) {
    throw new ApiError(`${object.apiVersion} ${object.kind} does not belong here`, 400, 'BadRequest');
  }
  const metadata = { ...object.metadata, ...(namespace && { namespace }) };
  return { ...object, apiVersion, kind, metadata };
}

function absent(kind: string, name: string): never {
  throw new ApiError(`${kind} "${name}" not found`, 404, 'NotFound');
}

function unsupported(type: string | undefined): never {
  throw new ApiError(`${type} is not a patch`, 415, 'UnsupportedMediaType');
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) };
}

function statusOf(error: unknown): Answer {
  if (!(error instanceof ApiError)) return { status: 500, body: String(error) };
  const { status, reason, message } = error;
  const name = /"(.*?)"/.exec(message)?.[1] ?? '';
  return json(status, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message,
    reason,
    details: { name },
    code: status,
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
