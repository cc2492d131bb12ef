import {
  type Cri,
  type CriContainerStatus,
  CriError,
  type CriSandbox,
  type Cris,
  type CriVersion,
} from '../../src/host/cri.ts';

/** A container runtime that tests own. */
export interface FakeRuntime {
  version: CriVersion;
  conditions: { type: string; status: boolean; reason: string; message: string }[];
  sandboxImage: string | undefined;
  /** undefined: the runtime lacks RuntimeConfig. */
  cgroupDriver: 'systemd' | 'cgroupfs' | undefined;
  readonly images: Set<string>;
  /** Images whose pull fails, and the words. */
  readonly unpullable: Map<string, string>;
  containers: CriContainerStatus[];
  sandboxes: CriSandbox[];
  /** Sandboxes whose stop or removal fails so many times yet. */
  readonly stubborn: Map<string, number>;
  /** What was changed: `pull registry.k8s.io/pause:3.10`, `stop abc`, `remove abc`. */
  readonly changes: string[];
}

/** Runtimes by socket; another socket is one nobody listens on. */
export interface FakeCris extends Cris {
  readonly runtimes: Map<string, FakeRuntime>;
}

/**
 * Fake container runtimes. It claims: the contract of Cri (test/contract/cri.ts): a pulled image is there, an unknown container is NOT_FOUND,
 * stopping a sandbox makes it not ready and ends its containers, removing takes them away, removing an unknown one is fine, a
 * socket without runtime is UNAVAILABLE. It does not claim: images' identities, time limits.
 */
export function fakeCris(sockets: readonly string[] = ['unix:///var/run/containerd/containerd.sock']): FakeCris {
  const runtimes = new Map(sockets.map((socket) => [socket, fakeRuntime()]));
  return { runtimes, connect: (socket) => fakeCri(() => runtimes.get(socket)) };
}

/** A running runtime without images or containers. */
export function fakeRuntime(): FakeRuntime {
  return {
    version: { runtimeName: 'containerd', runtimeVersion: 'v2.1.4', runtimeApiVersion: 'v1' },
    conditions: [
      { type: 'RuntimeReady', status: true, reason: '', message: '' },
      { type: 'NetworkReady', status: false, reason: 'NetworkPluginNotReady', message: 'cni plugin not initialized' },
    ],
    sandboxImage: 'registry.k8s.io/pause:3.10.1',
    cgroupDriver: 'systemd',
    images: new Set(),
    unpullable: new Map(),
    containers: [],
    sandboxes: [],
    stubborn: new Map(),
    changes: [],
  };
}

function fakeCri(find: () => FakeRuntime | undefined): Cri {
  async function runtime(): Promise<FakeRuntime> {
    const found = find();
    if (found === undefined) throw new CriError('no runtime listens on the socket', 'UNAVAILABLE');
    return found;
  }

  function yields(found: FakeRuntime, id: string, deed: string): void {
    const left = found.stubborn.get(id) ?? 0;
    if (left <= 0) return;
    found.stubborn.set(id, left - 1);
    throw new CriError(`failed to ${deed} sandbox ${id}`, 'UNKNOWN');
  }

  return {
    version: async () => (await runtime()).version,
    async status() {
      const { conditions, sandboxImage } = await runtime();
      return { conditions, ...(sandboxImage !== undefined && { sandboxImage }) };
    },
    async runtimeConfig() {
      const { cgroupDriver } = await runtime();
      return cgroupDriver && { cgroupDriver };
    },
    hasImage: async (reference) => (await runtime()).images.has(reference),
    async pullImage(reference) {
      const found = await runtime();
      const why = found.unpullable.get(reference);
      if (why !== undefined) throw new CriError(why, 'NOT_FOUND');
      found.images.add(reference);
      found.changes.push(`pull ${reference}`);
    },
    async containers(filter = {}) {
      const wanted = Object.entries(filter.labels ?? {});
      return (await runtime()).containers.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
    },
    async containerStatus(id) {
      const found = (await runtime()).containers.find((container) => container.id === id);
      if (found === undefined) throw new CriError(`container ${id} not found`, 'NOT_FOUND');
      return found;
    },
    sandboxes: async () => (await runtime()).sandboxes,
    async stopContainer(id) {
      const found = await runtime();
      found.changes.push(`stop container ${id}`);
      found.containers = found.containers.map((container) =>
        container.id === id && container.state === 'running'
          ? { ...container, state: 'exited', exitCode: 0, reason: 'Completed' }
          : container,
      );
    },
    async stopSandbox(id) {
      const found = await runtime();
      yields(found, id, 'stop');
      found.changes.push(`stop ${id}`);
      found.sandboxes = found.sandboxes.map((sandbox) =>
        sandbox.id === id ? { ...sandbox, state: 'notready' } : sandbox,
      );
      found.containers = found.containers.map((container) =>
        container.podSandboxId === id && container.state === 'running'
          ? { ...container, state: 'exited', exitCode: 137, reason: 'Error' }
          : container,
      );
    },
    async removeSandbox(id) {
      const found = await runtime();
      yields(found, id, 'remove');
      found.changes.push(`remove ${id}`);
      found.sandboxes = found.sandboxes.filter((sandbox) => sandbox.id !== id);
      found.containers = found.containers.filter((container) => container.podSandboxId !== id);
    },
    close: () => {},
  };
}
