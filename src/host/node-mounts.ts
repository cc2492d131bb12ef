import { realpath } from 'node:fs/promises';
import type { Exec } from './exec.ts';
import { isBelow, mountPoints } from './mount-points.ts';
import type { Mounts } from './mounts.ts';
import { resolveBelow } from './rooted-path.ts';

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
