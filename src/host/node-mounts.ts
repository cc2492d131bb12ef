import { realpath, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Exec } from './exec.ts';
import { isBelow, mountPoints } from './mount-points.ts';
import type { FileSystem, Mounts } from './mounts.ts';
import { resolveBelow } from './rooted-path.ts';

/** By the magic number of statfs(2); FUSE is left out, because it is as often a disk as a network. */
const telling: ReadonlyMap<number, Pick<FileSystem, 'kind' | 'type'>> = new Map([
  [0x01021994, { kind: 'memory', type: 'tmpfs' }],
  [0x858458f6, { kind: 'memory', type: 'ramfs' }],
  [0x6969, { kind: 'network', type: 'nfs' }],
  [0xff534d42, { kind: 'network', type: 'cifs' }],
  [0xfe534d42, { kind: 'network', type: 'smb2' }],
  [0x00c36400, { kind: 'network', type: 'ceph' }],
  [0x01021997, { kind: 'network', type: '9p' }],
  [0x5346414f, { kind: 'network', type: 'afs' }],
  [0x0bd00bd0, { kind: 'network', type: 'lustre' }],
]);

/**
 * Mounts of this machine, or in the tree below `root` (--rootfs).
 * @param exec that of this machine, not one that is chrooted: umount(8) looks for mounts where we do
 */
export function nodeMounts({ root = '', exec }: { readonly root?: string; readonly exec: Exec }): Mounts {
  const top = root === '/' ? '' : root;

  /** The tree's top as the kernel names it. */
  async function realTop(): Promise<string> {
    return top === '' ? '' : realpath(top);
  }

  return {
    async fileSystemOf(path) {
      for (let at = top === '' ? path : await resolveBelow(top, path); ; at = dirname(at)) {
        try {
          const { type, bsize, blocks, bavail } = await statfs(at);
          const told = telling.get(type) ?? { kind: 'other', type: '' };
          return { ...told, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(at) === at) throw error;
        }
      }
    },

    async below(folder) {
      const realRoot = await realTop();
      const real = await realpath(top === '' ? folder : await resolveBelow(top, folder)).catch(() => undefined);
      if (real === undefined) return [];
      const found = (await mountPoints()).filter((point) => isBelow(point, real));
      return found.reverse().map((point) => point.slice(realRoot.length));
    },

    async unmount(path, { force = false, detach = false } = {}) {
      const real = `${await realTop()}${path}`;
      const flags = [...(force ? ['--force'] : []), ...(detach ? ['--lazy'] : [])];
      const result = await exec.run('umount', [...flags, '--', real]);
      if (result.exitCode === 0 || !(await mountPoints()).includes(real)) return;
      throw new Error(result.stderr.trim().split('\n')[0] || `umount ended with ${result.exitCode}`);
    },
  };
}
