import { createHash } from 'node:crypto';
import type { CriContainerStatus } from '../../src/host/cri.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';

const socket = 'unix:///var/run/containerd/containerd.sock';
const folder = '/etc/kubernetes/manifests/';

/** UID that the kubelet of these tests gives to the Pod of a manifest. */
export function podOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Lets the kubelet run what lies in its folder, as long as its service is active; what ran goes on when it is not. */
export function runStaticPods(host: MemoryHost): { running(): ReadonlyMap<string, string> } {
  let running = new Map<string, string>();
  const now = (): ReadonlyMap<string, string> => {
    if (host.services.services.get('kubelet')?.active === true) {
      const manifests = Object.entries(host.files.texts()).filter(([path]) => path.startsWith(folder));
      running = new Map(manifests.map(([path, text]) => [path.slice(folder.length).replace('.yaml', ''), text]));
    }
    return running;
  };
  now();
  Object.defineProperty(host.cri.runtimes.get(socket)!, 'containers', {
    get: () => [...now()].map(([component, text]) => container(component, text)),
    // The kubelet starts at once what is stopped.
    set: () => {},
  });
  return { running: now };
}

function container(component: string, text: string): CriContainerStatus {
  const podUid = podOf(text);
  return {
    id: `${component}-${podUid}`,
    podSandboxId: `${component}-${podUid}`,
    name: component,
    podName: `${component}-cp1`,
    podNamespace: 'kube-system',
    podUid,
    state: 'running',
    attempt: 0,
    createdAt: 0,
    labels: {},
    annotations: {},
    exitCode: 0,
    reason: '',
    message: '',
    logPath: '',
    startedAt: 0,
    finishedAt: 0,
  };
}
