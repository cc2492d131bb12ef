import { type Cri, type CriContainer, CriError, type Cris } from './cri.ts';
import type { CriLine, CriMessage } from './cri-line.ts';
import type { CriCall } from './cri-proto.ts';

const callMs = 2000;
/** A pull has no natural end; this only keeps a dead registry from holding us for ever. */
const pullMs = 20 * 60_000;
/** Stopping a sandbox runs the network plugins, which have been seen to take many seconds. */
const sandboxMs = 60_000;

const containerStates: { readonly [state: string]: CriContainer['state'] } = {
  CONTAINER_CREATED: 'created',
  CONTAINER_RUNNING: 'running',
  CONTAINER_EXITED: 'exited',
};

/** Container runtimes of this machine, or with sockets below `root` (--rootfs). */
export function nodeCris({ root = '' }: { readonly root?: string } = {}): Cris {
  return {
    connect(socket) {
      let opened: Promise<CriLine> | undefined;
      return criOver({
        async call(name, request, timeoutMs) {
          opened ??= import('./cri-line.ts').then(({ openCriLine }) => openCriLine(socket, root));
          return (await opened).call(name, request, timeoutMs);
        },
        close() {
          opened?.then((line) => line.close()).catch(() => {});
          opened = undefined;
        },
      });
    },
  };
}

function criOver(line: CriLine): Cri {
  /**
   * The time of a call runs by our own clock, and on a machine under load this process may spend it itself (seen: 2.7 of
   * 2.9 s in connecting, where kubeadm had its answer). So a runtime is silent only when it is silent twice.
   */
  async function ask(name: CriCall, request: object = {}): Promise<CriMessage> {
    try {
      return await line.call(name, request, callMs);
    } catch (error) {
      if (!(error instanceof CriError && error.code === 'DEADLINE_EXCEEDED')) throw error;
      return line.call(name, request, callMs);
    }
  }

  async function listContainers(filter: object): Promise<readonly CriContainer[]> {
    const { containers } = await ask('ListContainers', { filter });
    return (containers as readonly CriMessage[]).map(containerOf);
  }

  return {
    async version() {
      const { runtimeName, runtimeVersion, runtimeApiVersion } = await ask('Version');
      return { runtimeName, runtimeVersion, runtimeApiVersion };
    },

    async status() {
      const { status, info } = await ask('Status', { verbose: true });
      const sandboxImage = sandboxImageIn(info.config);
      const conditions = (status?.conditions ?? []) as readonly CriMessage[];
      return {
        conditions: conditions.map(({ type, status, reason, message }) => ({ type, status, reason, message })),
        ...(sandboxImage !== undefined && { sandboxImage }),
      };
    },

    async runtimeConfig() {
      try {
        const { linux } = await ask('RuntimeConfig');
        if (!linux) return undefined;
        return { cgroupDriver: linux.cgroupDriver === 'CGROUPFS' ? 'cgroupfs' : 'systemd' };
      } catch (error) {
        if (error instanceof CriError && error.code === 'UNIMPLEMENTED') return undefined;
        throw error;
      }
    },

    async hasImage(reference) {
      const { image } = await ask('ImageStatus', { image: { image: reference } });
      return Boolean(image?.id);
    },

    async pullImage(reference) {
      await line.call('PullImage', { image: { image: reference } }, pullMs);
    },

    containers: (filter = {}) => listContainers({ labelSelector: filter.labels ?? {} }),

    async containerStatus(id) {
      // The status does not tell the sandbox; the list does.
      const [{ status }, listed] = await Promise.all([
        ask('ContainerStatus', { containerId: id }),
        listContainers({ id }),
      ]);
      return {
        ...containerOf({ ...status, podSandboxId: listed[0]?.podSandboxId ?? '' }),
        exitCode: status.exitCode,
        reason: status.reason,
        message: status.message,
        logPath: status.logPath,
        startedAt: milliseconds(status.startedAt),
        finishedAt: milliseconds(status.finishedAt),
      };
    },

    async sandboxes() {
      const { items } = await ask('ListPodSandbox');
      return (items as readonly CriMessage[]).map(({ id, metadata, state, createdAt }) => ({
        id,
        name: metadata?.name ?? '',
        namespace: metadata?.namespace ?? '',
        uid: metadata?.uid ?? '',
        state: state === 'SANDBOX_READY' ? 'ready' : 'notready',
        createdAt: milliseconds(createdAt),
      }));
    },

    stopContainer: (id, seconds) =>
      unlessGone(line.call('StopContainer', { containerId: id, timeout: seconds }, sandboxMs + seconds * 1000)),

    stopSandbox: (id) => unlessGone(line.call('StopPodSandbox', { podSandboxId: id }, sandboxMs)),

    removeSandbox: (id) => unlessGone(line.call('RemovePodSandbox', { podSandboxId: id }, sandboxMs)),

    close: () => line.close(),
  };
}

/** A sandbox that is not there is what was wanted; containerd 1.6 calls it an error. */
async function unlessGone(done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(error instanceof CriError && error.code === 'NOT_FOUND')) throw error;
  }
}

function containerOf({ id, podSandboxId, metadata, state, createdAt, labels, annotations }: CriMessage): CriContainer {
  return {
    id,
    podSandboxId,
    name: metadata?.name ?? labels['io.kubernetes.container.name'] ?? '',
    podName: labels['io.kubernetes.pod.name'] ?? '',
    podNamespace: labels['io.kubernetes.pod.namespace'] ?? '',
    podUid: labels['io.kubernetes.pod.uid'] ?? '',
    state: containerStates[state] ?? 'unknown',
    attempt: metadata?.attempt ?? 0,
    createdAt: milliseconds(createdAt),
    labels: { ...labels },
    annotations: { ...annotations },
  };
}

function milliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1_000_000n);
}

/** The pause image, which containerd and CRI-O tell in the `config` of their verbose status, as JSON. */
function sandboxImageIn(config: string | undefined): string | undefined {
  try {
    const { sandboxImage } = JSON.parse(config ?? '{}') as { readonly sandboxImage?: unknown };
    return typeof sandboxImage === 'string' && sandboxImage !== '' ? sandboxImage : undefined;
  } catch {
    return undefined;
  }
}
