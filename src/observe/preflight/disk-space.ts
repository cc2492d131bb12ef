import { kubeletDirectory, kubernetesDirectory } from '../../spec/paths.ts';
import { type Check, caution } from './check.ts';
import { dashed } from './path-available.ts';

const MiB = 2 ** 20;

interface Need {
  /** What is to lie there, in words. */
  readonly what: string;
  readonly bytes: number;
  /** With less than this part of the file system free, the kubelet evicts Pods (its defaults, 1.35 to 1.37). */
  readonly evictsBelow?: number;
}

/** Room for what is written to a folder. kubeadm does not look (1.37.0). */
function diskSpace(path: string, { what, bytes, evictsBelow }: Need): Check {
  const name = `DiskSpace-${dashed(path)}`;
  return {
    name,
    async look({ host, spec }) {
      const { freeBytes, totalBytes } = await host.mounts.fileSystemOf(path);
      const ownLimits = spec.kubelet.object['evictionHard'] !== undefined;
      const limit = evictsBelow === undefined || ownLimits ? 0 : evictsBelow * totalBytes;
      const found = `${path}, for ${what}, has ${inMiB(freeBytes)} free`;
      const hint = `make room, or mount a larger file system there: df -h ${path}`;
      if (freeBytes < bytes) return [caution(name, `${found}; ${inMiB(bytes)} are needed at least`, { hint })];
      if (freeBytes >= limit) return [];
      const part = `${Math.round((evictsBelow ?? 0) * 100)} %`;
      return [
        caution(name, `${found}, less than ${part} of ${inMiB(totalBytes)}: the kubelet will evict Pods`, { hint }),
      ];
    },
  };
}

function inMiB(bytes: number): string {
  return `${Math.floor(bytes / MiB)} MiB`;
}

/** Room for the files of Kubernetes, which are small. */
export const kubernetesSpace: Check = diskSpace(kubernetesDirectory, { what: 'keys and manifests', bytes: 4 * MiB });

/** Room for volumes and logs of Pods. */
export const kubeletSpace: Check = diskSpace(kubeletDirectory, {
  what: 'the kubelet',
  bytes: 100 * MiB,
  evictsBelow: 0.1,
});

/** Room for the database of etcd up to its own limit (`--quota-backend-bytes`), which is 2 GiB unless told otherwise. */
export function etcdSpace(directory: string): Check {
  return diskSpace(directory, { what: 'the data of etcd', bytes: 2048 * MiB });
}

/** Room for images, in the folder that the runtime of this socket has by default. Where it has none there, nothing is found. */
export function imageSpace(criSocket: string): readonly Check[] {
  const path = runtimeFolders.find(([word]) => criSocket.includes(word))?.[1];
  if (path === undefined) return [];
  const { name, look } = diskSpace(path, {
    what: 'images and containers',
    bytes: 2048 * MiB,
    evictsBelow: 0.15,
  });
  return [
    {
      name,
      look: async (context) => ((await context.host.files.stat(path)) === undefined ? [] : look(context)),
    },
  ];
}

const runtimeFolders = [
  ['crio', '/var/lib/containers'],
  ['cri-dockerd', '/var/lib/docker'],
  ['containerd', '/var/lib/containerd'],
] as const;
