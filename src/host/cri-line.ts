import type { Client } from '@grpc/grpc-js';
import { CriError } from './cri.ts';
import { type CriCall, criProto, criServices } from './cri-proto.ts';
import { resolveBelow } from './rooted-path.ts';

/** A decoded message; fields by their names in camel case, 64-bit numbers as text, enums as their names, empty fields filled. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is what cri-proto.ts says, known only at run time
export type CriMessage = { readonly [field: string]: any };

/** A gRPC line to one runtime's socket. */
export interface CriLine {
  call(name: CriCall, request: object, timeoutMs: number): Promise<CriMessage>;
  close(): void;
}

/** kubelet's own limit: a list of many containers is longer than gRPC's 4 MiB. */
const mostBytes = 16 * 1024 * 1024;

/** Connects at the first call. */
export async function openCriLine(socket: string, root: string): Promise<CriLine> {
  // Both are CommonJS: only the default export is there however they are loaded.
  const [{ default: grpc }, { default: protobuf }] = await Promise.all([import('@grpc/grpc-js'), import('protobufjs')]);
  const path = socket.replace(/^unix:\/\//, '');
  const types = protobuf.parse(criProto).root;
  const client = new grpc.Client(
    `unix:${root === '' ? path : await resolveBelow(root, path)}`,
    grpc.credentials.createInsecure(),
    {
      'grpc.enable_http_proxy': 0,
      'grpc.max_receive_message_length': mostBytes,
      // A runtime that restarts is back within a second; the defaults would wait 20 s between tries.
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.min_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1000,
    },
  );

  return {
    call(name, request, timeoutMs) {
      const requestType = types.lookupType(`runtime.v1.${name}Request`);
      const responseType = types.lookupType(`runtime.v1.${name}Response`);
      const encode = (message: object) => Buffer.from(requestType.encode(requestType.fromObject(message)).finish());
      const decode = (bytes: Buffer) =>
        responseType.toObject(responseType.decode(bytes), { longs: String, enums: String, defaults: true });
      return unary(client, `/runtime.v1.${criServices[name]}/${name}`, encode, decode, request, timeoutMs).catch(
        (error) => {
          throw criError(socket, name, error, grpc.status);
        },
      );
    },
    close: () => client.close(),
  };
}

function unary(
  client: Client,
  path: string,
  encode: (message: object) => Buffer,
  decode: (bytes: Buffer) => CriMessage,
  request: object,
  timeoutMs: number,
): Promise<CriMessage> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, encode, decode, request, { deadline: Date.now() + timeoutMs }, (error, response) => {
      if (error === null) resolve(response ?? {});
      else reject(error);
    });
  });
}

function criError(
  socket: string,
  call: CriCall,
  error: unknown,
  codes: { readonly [code: number]: string | number },
): CriError {
  const { code, details, message } = error as {
    readonly code?: number;
    readonly details?: string;
    readonly message: string;
  };
  const name = String(codes[code ?? 2] ?? 'UNKNOWN');
  // gRPC's own details of a missing socket are a paragraph; its middle says why.
  const why = (details || message)
    .replace(/^No connection established\. Last error: (Error: )?/, '')
    .replace(/\.? Resolution note:.*/s, '')
    .split('\n')[0];
  return Object.assign(new CriError(`${socket}: ${call}: ${why}`, name), { cause: error });
}
