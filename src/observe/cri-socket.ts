import { ConfigError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { defaultCriSocket } from '../spec/paths.ts';

/** Sockets of the runtimes that kubeadm looks for: containerd, CRI-O, cri-dockerd. */
export const knownCriSockets = [
  defaultCriSocket,
  'unix:///var/run/crio/crio.sock',
  'unix:///var/run/cri-dockerd.sock',
] as const;

/** The socket that answers; containerd's when none does, since a check will say more about that. */
export async function detectCriSocket(host: Host): Promise<string> {
  const answers = await Promise.all(
    knownCriSockets.map((socket) => host.net.canConnect(socket.replace('unix://', '')).catch(() => false)),
  );
  const found = knownCriSockets.filter((_, index) => answers[index]);
  if (found.length > 1) {
    throw new ConfigError('several container runtimes run on this machine', [
      {
        path: 'nodeRegistration.criSocket',
        message: `must say which container runtime to use; these answer: ${found.join(', ')}`,
        hint: `set criSocket in the configuration file or give --cri-socket=${found[0]}`,
      },
    ]);
  }
  return found[0] ?? defaultCriSocket;
}
