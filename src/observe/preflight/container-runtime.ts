import type { Finding } from '../../errors.ts';
import { type Cri, CriError } from '../../host/cri.ts';
import { images } from '../../spec/images.ts';
import { findMinorFacts, servedMinorFacts } from '../../spec/versions.ts';
import { type Check, caution, messageOf, problem } from './check.ts';
import type { CheckContext } from './check-context.ts';

const name = 'CRI';

/** The container runtime answers and says that it is ready. Its network is not ready before a Pod network is installed. */
export const containerRuntime: Check = {
  name,
  look: (context) =>
    withRuntime(context, async (cri) => {
      try {
        await cri.version();
        const { conditions, sandboxImage } = await cri.status();
        const bad = conditions.find(({ type, status }) => type === 'RuntimeReady' && !status);
        if (bad !== undefined) {
          return [
            problem(name, `the container runtime says that it is not ready: ${bad.message || bad.reason}`, {
              hint: startHint(context),
            }),
          ];
        }
        return await sandboxImageFindings(sandboxImage, context);
      } catch (error) {
        return [unreachable(error, context)];
      }
    }),
};

/** Opens the runtime of the spec for as long as something looks at it. */
export async function withRuntime<T>({ host, spec }: CheckContext, look: (cri: Cri) => Promise<T>): Promise<T> {
  const cri = host.cri.connect(spec.nodeRegistration.criSocket);
  try {
    return await look(cri);
  } finally {
    cri.close();
  }
}

function unreachable(error: unknown, context: CheckContext): Finding {
  const socket = context.spec.nodeRegistration.criSocket;
  // Distributions ship containerd with its CRI part switched off; then the socket answers, but not to this.
  if (error instanceof CriError && error.code === 'UNIMPLEMENTED') {
    return problem(name, `the container runtime does not serve CRI v1: ${error.message}`, {
      hint: 'take "cri" out of disabled_plugins in /etc/containerd/config.toml, then: systemctl restart containerd',
    });
  }
  return problem(name, `no container runtime answers: ${named(socket, messageOf(error))}`, {
    hint: startHint(context),
  });
}

/** The adapter's words name the socket already. */
function named(socket: string, message: string): string {
  return message.includes(socket) ? message : `${socket}: ${message}`;
}

function startHint({ spec }: CheckContext): string {
  const socket = spec.nodeRegistration.criSocket;
  const service = ['containerd', 'crio', 'cri-dockerd'].find((candidate) => socket.includes(candidate));
  return service === undefined
    ? 'start the container runtime, or name its socket with --cri-socket'
    : `install and start it: systemctl enable --now ${service === 'cri-dockerd' ? 'cri-docker' : service}`;
}

/**
 * While the version of the cluster is not known (first checks of a join) that of the kubelet stands for it: a kubeadm of
 * that minor would be here, and compare with its own image (1.35.4 to 1.37.0). Without a kubelet it may be any.
 */
async function sandboxImageFindings(
  sandboxImage: string | undefined,
  { spec: { cluster }, kubelet }: CheckContext,
): Promise<readonly Finding[]> {
  if (sandboxImage === undefined || sandboxImage === '') return [];
  const isKnown = findMinorFacts(cluster.kubernetesVersion) !== undefined;
  const version = isKnown ? cluster.kubernetesVersion : ((await kubelet()).version ?? '');
  const right = servedMinorFacts(version).map((minor) => {
    return images({ ...cluster, kubernetesVersion: minor.newestKnown }).pause;
  });
  if (right.includes(sandboxImage)) return [];
  const ours = right.at(-1);
  return [
    caution(name, `the container runtime starts Pods with ${sandboxImage}; this Kubernetes version goes with ${ours}`, {
      hint: `set the sandbox (pause) image of the container runtime to ${ours}`,
    }),
  ];
}
