/** runtime.v1 Version. */
export interface CriVersion {
  readonly runtimeName: string;
  readonly runtimeVersion: string;
  readonly runtimeApiVersion: string;
}

export interface CriContainer {
  readonly id: string;
  readonly podSandboxId: string;
  /** Container name in its pod. */
  readonly name: string;
  readonly podName: string;
  readonly podNamespace: string;
  readonly podUid: string;
  readonly state: 'created' | 'running' | 'exited' | 'unknown';
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
}

export interface CriContainerStatus extends CriContainer {
  readonly exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, … */
  readonly reason: string;
  readonly message: string;
  readonly logPath: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

export interface CriSandbox {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly state: 'ready' | 'notready';
  readonly createdAt: number;
}

/** The container runtime over CRI v1. Failures are CriError. */
export interface Cri {
  version(): Promise<CriVersion>;
  /** Conditions such as RuntimeReady, NetworkReady. `sandboxImage` from the verbose info when the runtime tells it. */
  status(): Promise<{
    readonly conditions: readonly {
      readonly type: string;
      readonly status: boolean;
      readonly reason: string;
      readonly message: string;
    }[];
    readonly sandboxImage?: string;
  }>;
  /** The runtime's cgroup driver; undefined when the runtime lacks RuntimeConfig (containerd 1.x). */
  runtimeConfig(): Promise<{ readonly cgroupDriver: 'systemd' | 'cgroupfs' } | undefined>;
  hasImage(reference: string): Promise<boolean>;
  pullImage(reference: string): Promise<void>;
  containers(filter?: { readonly labels?: { readonly [key: string]: string } }): Promise<readonly CriContainer[]>;
  containerStatus(id: string): Promise<CriContainerStatus>;
  sandboxes(): Promise<readonly CriSandbox[]>;
  /** Ends a container: asks, and after so many seconds insists. Fine when it is not there. */
  stopContainer(id: string, seconds: number): Promise<void>;
  /** Fine when it is not there; so is removing. */
  stopSandbox(id: string): Promise<void>;
  removeSandbox(id: string): Promise<void>;
  close(): void;
}

/** Why a CRI call failed. `code` is the gRPC code name (`UNIMPLEMENTED`, `UNAVAILABLE`, …). */
export class CriError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.name = 'CriError';
    this.code = code;
  }
}

/** Opens a client for a socket such as `unix:///var/run/containerd/containerd.sock`. Connecting happens at the first call; calls time out after 2 s and are then made once more, stopping and removing a sandbox after 60 s, a pull after 20 min. */
export interface Cris {
  connect(socket: string): Cri;
}
