import { checkServerIdentity } from 'node:tls';
import type { Client } from '@grpc/grpc-js';
import { EtcdError, type EtcdReason } from './etcd.ts';
import { type EtcdCall, etcdProto, etcdServices } from './etcd-proto.ts';

/** A decoded message; fields by their names in etcdProto (camel case), 64-bit numbers as text, enums as their names. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what etcd-proto.ts says, known only at run time
export type EtcdMessage = { readonly [field: string]: any };

/** PEM text; without `ca` the connection is not encrypted. */
export interface EtcdCredentials {
  readonly ca?: Uint8Array;
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
}

/** A gRPC line to one endpoint. */
export interface EtcdLine {
  call(name: EtcdCall, request: object): Promise<EtcdMessage>;
  close(): void;
}

/** kubeadm's time to dial: a machine that is gone answers nothing at all, and the next endpoint may. */
const dialMs = 2_000;
/** etcd gives up on a request itself after 5 s and two election timeouts; asking less would hide what it says. */
const callMs = 10_000;

/** gRPC's status UNAVAILABLE. */
const unavailable = 14;

/**
 * etcd's sentences, as the server sends them with a gRPC code that says too little. Stable since 3.4; learners came with
 * that version. The contract test holds them against a real etcd.
 */
const reasons: readonly (readonly [RegExp, EtcdReason])[] = [
  [/too many learner members/, 'too-many-learners'],
  [/in sync with leader/, 'learner-not-ready'],
  [/can only promote a learner member/, 'not-a-learner'],
  [/member not found/, 'member-not-found'],
  [/peer urls already exists|member id already exist/i, 'already-a-member'],
  [/not enough started members/, 'not-enough-started'],
  [/unhealthy cluster/, 'unhealthy-cluster'],
  [/no leader|leader changed/, 'no-leader'],
  [/not supported for learner/, 'asked-a-learner'],
];

/** Opens a line to a client URL; dials at the first call. */
export async function openEtcdLine(endpoint: string, credentials: EtcdCredentials): Promise<EtcdLine> {
  // Both are CommonJS: only the default export is there however they are loaded.
  const [{ default: grpc }, { default: protobuf }] = await Promise.all([import('@grpc/grpc-js'), import('protobufjs')]);
  const { protocol, hostname, port } = new URL(endpoint);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'https:';
  const types = protobuf.parse(etcdProto, { keepCase: true }).root;
  const isConnected = () => client.getChannel().getConnectivityState(false) === grpc.connectivityState.READY;
  const client = new grpc.Client(target(host, port || (secure ? '443' : '80')), channelCredentials(), {
    'grpc.enable_http_proxy': 0,
    // An IP address is no name for TLS, and Node warns of it. Every server certificate that kubeadm makes is good for
    // localhost too; what is checked is the address itself, below.
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.min_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
  });

  function channelCredentials() {
    if (!secure) return grpc.credentials.createInsecure();
    const { ca, cert, key } = credentials;
    return grpc.credentials.createSsl(bufferOf(ca), bufferOf(key), bufferOf(cert), {
      checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate as never),
    });
  }

  return {
    async call(name, request) {
      const requestType = types.lookupType(`etcdserverpb.${name}Request`);
      const responseType = types.lookupType(`etcdserverpb.${name}Response`);
      const encode = (message: object) => Buffer.from(requestType.encode(requestType.fromObject(message)).finish());
      const decode = (bytes: Buffer) =>
        responseType.toObject(responseType.decode(bytes), { longs: String, enums: String, defaults: true });
      try {
        const path = `/etcdserverpb.${etcdServices[name]}/${name}`;
        return await unary(client, path, encode, decode, request, isConnected);
      } catch (error) {
        throw etcdError(endpoint, name, error, grpc.status);
      }
    },
    close: () => client.close(),
  };
}

function target(host: string, port: string): string {
  if (host.includes(':')) return `ipv6:[${host}]:${port}`;
  return /^[\d.]+$/.test(host) ? `ipv4:${host}:${port}` : `dns:///${host}:${port}`;
}

function bufferOf(bytes: Uint8Array | undefined): Buffer | null {
  return bytes === undefined ? null : Buffer.from(bytes);
}

/** A call that fails as soon as the connection does, and after `dialMs` when there is none. */
function unary(
  client: Client,
  path: string,
  encode: (message: object) => Buffer,
  decode: (bytes: Buffer) => EtcdMessage,
  request: object,
  isConnected: () => boolean,
): Promise<EtcdMessage> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + callMs;
    const call = client.makeUnaryRequest(path, encode, decode, request, { deadline }, (error, response) => {
      clearTimeout(undialled);
      if (error === null) resolve(response ?? {});
      else reject(error);
    });
    const undialled = setTimeout(() => {
      if (isConnected()) return;
      call.cancel();
      reject({ code: unavailable, details: `no connection within ${dialMs / 1000} s` });
    }, dialMs);
  });
}

function etcdError(
  endpoint: string,
  call: EtcdCall,
  error: unknown,
  codes: { readonly [code: number]: string | number },
): EtcdError {
  const { code, details, message } = error as {
    readonly code?: number;
    readonly details?: string;
    readonly message?: string;
  };
  const name = String(codes[code ?? 2] ?? 'UNKNOWN');
  const text = details || message || name;
  const fromServer = /^etcdserver: /.test(text);
  const reason =
    reasons.find(([sentence]) => fromServer && sentence.test(text))?.[1] ??
    (!fromServer && ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'].includes(name) ? 'unreachable' : 'other');
  // gRPC's own details of a refused connection are a paragraph; its middle says why.
  const why = text
    .replace(/^etcdserver: /, '')
    .replace(/^No connection established\. Last error: (Error: )?/, '')
    .replace(/\.? Resolution note:.*/s, '')
    .split('\n')[0];
  return new EtcdError(`etcd at ${endpoint}: ${call}: ${why}`, reason, name, { cause: error });
}
