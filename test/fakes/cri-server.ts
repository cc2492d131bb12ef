import { type handleUnaryCall, Server, ServerCredentials, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { type Cri, type CriContainer, CriError } from '../../src/host/cri.ts';
import { type CriCall, criProto, criServices } from '../../src/host/cri-proto.ts';

// biome-ignore lint/suspicious/noExplicitAny: requests as protobufjs decodes them
type Request = any;

/** A fake runtime that listens on a Unix socket. */
export interface CriServer {
  /** Makes calls wait so long before they are answered. */
  delayMs: number;
  /** How many calls have come. */
  readonly calls: number;
  close(): Promise<void>;
}

/**
 * Serves a Cri over gRPC, so that the real client can be tested. It claims: the calls of cri-proto.ts with the states, times and labels as a runtime gives
 * them; a runtime without RuntimeConfig answers UNIMPLEMENTED.
 */
export async function serveCri(cri: Cri, socketPath: string): Promise<CriServer> {
  const types = protobuf.parse(criProto).root;
  const handlers = handlersFor(cri);
  const server = new Server();
  for (const service of ['RuntimeService', 'ImageService']) {
    const calls = (Object.keys(criServices) as CriCall[]).filter((call) => criServices[call] === service);
    const definition = Object.fromEntries(calls.map((call) => [call, methodOf(types, service, call)]));
    const handle =
      (call: CriCall): handleUnaryCall<Request, object> =>
      (received, answer) => {
        running.calls += 1;
        setTimeout(() => {
          handlers[call](received.request).then(
            (response) => answer(null, response),
            (error) => answer({ code: codeOf(error), details: error.message }),
          );
        }, running.delayMs);
      };
    server.addService(definition, Object.fromEntries(calls.map((call) => [call, handle(call)])));
  }
  // kubeadm asks for the image file system to see whether images are served; what it is told does not matter.
  const imageFsInfo = {
    path: '/runtime.v1.ImageService/ImageFsInfo',
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: () => ({}),
    responseSerialize: () => Buffer.alloc(0),
    responseDeserialize: () => ({}),
  };
  server.addService(
    { imageFsInfo },
    { imageFsInfo: (_: unknown, answer: (error: null, value: object) => void) => answer(null, {}) },
  );
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socketPath}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
  const running = {
    delayMs: 0,
    calls: 0,
    close: async () => server.forceShutdown(),
  };
  return running;
}

function methodOf(types: protobuf.Root, service: string, call: CriCall) {
  const [requestType, responseType] = [types.lookupType(`${call}Request`), types.lookupType(`${call}Response`)];
  return {
    path: `/runtime.v1.${service}/${call}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: (bytes: Buffer) => requestType.toObject(requestType.decode(bytes), { defaults: true }),
    responseSerialize: (message: object) => Buffer.from(responseType.encode(responseType.fromObject(message)).finish()),
    responseDeserialize: () => ({}),
  };
}

function handlersFor(cri: Cri): { readonly [call in CriCall]: (request: Request) => Promise<object> } {
  return {
    Version: () => cri.version(),
    async Status({ verbose }) {
      const { conditions, sandboxImage } = await cri.status();
      return { status: { conditions }, info: verbose ? { config: JSON.stringify({ sandboxImage }) } : {} };
    },
    async RuntimeConfig() {
      const found = await cri.runtimeConfig();
      if (found === undefined) throw new CriError('unknown method RuntimeConfig', 'UNIMPLEMENTED');
      return { linux: { cgroupDriver: found.cgroupDriver.toUpperCase() } };
    },
    ImageStatus: async ({ image }) => ((await cri.hasImage(image.image)) ? { image: { id: 'sha256:1' } } : {}),
    async PullImage({ image }) {
      await cri.pullImage(image.image);
      return { imageRef: 'sha256:1' };
    },
    async ListContainers({ filter }) {
      const found = await cri.containers({ labels: filter?.labelSelector ?? {} });
      return { containers: found.filter(({ id }) => !filter?.id || filter.id === id).map(containerOnWire) };
    },
    async ContainerStatus({ containerId }) {
      const { podSandboxId: _, ...found } = await cri.containerStatus(containerId);
      const times = { startedAt: nanoseconds(found.startedAt), finishedAt: nanoseconds(found.finishedAt) };
      return { status: { ...found, ...containerOnWire({ ...found, podSandboxId: '' }), ...times } };
    },
    async ListPodSandbox() {
      const items = (await cri.sandboxes()).map(({ id, name, namespace, uid, state, createdAt }) => ({
        id,
        metadata: { name, namespace, uid },
        state: `SANDBOX_${state.toUpperCase()}`,
        createdAt: nanoseconds(createdAt),
      }));
      return { items };
    },
    StopContainer: async ({ containerId, timeout }) => nothing(cri.stopContainer(containerId, Number(timeout))),
    StopPodSandbox: async ({ podSandboxId }) => nothing(cri.stopSandbox(podSandboxId)),
    RemovePodSandbox: async ({ podSandboxId }) => nothing(cri.removeSandbox(podSandboxId)),
  };
}

function containerOnWire({ id, podSandboxId, name, attempt, state, createdAt, labels, annotations }: CriContainer) {
  return {
    id,
    podSandboxId,
    metadata: { name, attempt },
    state: `CONTAINER_${state.toUpperCase()}`,
    createdAt: nanoseconds(createdAt),
    labels,
    annotations,
  };
}

function nanoseconds(ms: number): string {
  return `${BigInt(Math.round(ms)) * 1_000_000n}`;
}

async function nothing(done: Promise<void>): Promise<object> {
  await done;
  return {};
}

function codeOf(error: unknown): number {
  const name = error instanceof CriError ? error.code : 'UNKNOWN';
  return status[name as keyof typeof status] ?? status.UNKNOWN;
}
