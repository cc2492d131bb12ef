import type { Files } from '../../host/files.ts';
import { kubernetesDirectory } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { type Check, problem } from './check.ts';

const name = 'UpgradeSpace';
const mebibyte = 2 ** 20;
/** Manifests, certificates, journals. */
const always = 16 * mebibyte;

/** There is room below /etc/kubernetes for what is kept, and for the data of an etcd that is alone in its cluster. */
export function upgradeSpace({ cluster, etcdUpgrade, running }: UpgradeSpec): Check {
  return {
    name,
    async look({ host: { files, mounts } }) {
      const { freeBytes: free } = await mounts.fileSystemOf(kubernetesDirectory);
      const { local } = cluster.etcd;
      const copied = local !== undefined && etcdUpgrade && (running?.apiServers.size ?? 0) <= 1;
      const data = copied ? await sizeOf(local.dataDir, files) : 0;
      if (free >= always + data) return [];
      const of = data === 0 ? '' : `, of which ${words(data)} for a copy of etcd's data`;
      return [
        problem(name, `${kubernetesDirectory} has ${words(free)} left, and ${words(always + data)} are needed${of}`, {
          // A copy that an interrupted run has made takes its room.
          about: { kind: 'phase', value: 'control-plane' },
          hint: 'make room; what lies in /etc/kubernetes/tmp is kept from earlier upgrades and may go',
        }),
      ];
    },
  };
}

/** Bytes of all files below a folder; files that come and go meanwhile do not count. */
async function sizeOf(path: string, files: Files): Promise<number> {
  const found = await files.stat(path);
  if (found === undefined) return 0;
  if (found.kind !== 'directory') return found.size;
  const sizes = await Promise.all(((await files.list(path)) ?? []).map((entry) => sizeOf(`${path}/${entry}`, files)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function words(bytes: number): string {
  return `${Math.ceil(bytes / mebibyte)} MiB`;
}
