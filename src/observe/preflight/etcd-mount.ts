import { type Check, caution } from './check.ts';

const name = 'EtcdMount';

/**
 * The data of etcd lies on a disk of this machine. In memory a restart loses the cluster; over a network etcd is too slow
 * in writing, and loses its leader. kubeadm does not look (1.37.0).
 */
export function etcdMount(directory: string): Check {
  return {
    name,
    async look({ host }) {
      const { kind, type } = await host.mounts.fileSystemOf(directory);
      if (kind === 'other') return [];
      const danger =
        kind === 'memory'
          ? 'in memory: a restart of this machine loses all that the cluster knows'
          : 'on another machine: etcd waits for each write, and the cluster stands still while that takes long';
      return [
        caution(name, `${directory}, the data of etcd, would lie on ${type}, ${danger}`, {
          hint: `mount a file system of a local disk on ${directory}, or name another folder in etcd.local.dataDir`,
        }),
      ];
    },
  };
}
