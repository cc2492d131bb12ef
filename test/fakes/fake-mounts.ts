import type { FileSystem, Mounts } from '../../src/host/mounts.ts';
import type { MemoryFiles } from './memory-files.ts';

/** Mounts that tests own; they are made with `files.mount`. */
export interface FakeMounts extends Mounts {
  /** Mount points that somebody uses: they go only when detached. */
  readonly busy: Set<string>;
  /** What was unmounted: `/var/lib/kubelet/pods/a/volumes/b`, with `--lazy` or `--force` in front. */
  readonly changes: readonly string[];
  /** What a folder and all below it lie on, where that is not the disk of the machine. */
  readonly fileSystems: Map<string, FileSystem>;
}

/** The disk of the machine: half of it is free. */
const disk: FileSystem = { kind: 'other', type: '', freeBytes: 50e9, totalBytes: 100e9 };

/**
 * The mounts of files in memory. It claims: the contract of Mounts (test/contract/mounts.ts): last mounted first, nothing at
 * the folder itself, what `files.mount` mounts is in memory, files of an unmounted file system kept there, unmounting twice is fine. It does not claim: propagation.
 */
export function fakeMounts(files: MemoryFiles): FakeMounts {
  const changes: string[] = [];
  const busy = new Set<string>();
  const fileSystems = new Map<string, FileSystem>();
  return {
    busy,
    changes,
    fileSystems,
    async fileSystemOf(path) {
      for (let at = files.realPath(path); at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
        const found = fileSystems.get(at);
        if (found !== undefined) return found;
        if (files.mounted.includes(at)) return { ...disk, kind: 'memory', type: 'tmpfs' };
      }
      return disk;
    },
    async below(folder) {
      const real = files.realPath(folder);
      const hidden = (point: string, index: number): boolean =>
        files.mounted.slice(index + 1).some((later) => point.startsWith(`${later}/`));
      return files.mounted.filter((point, index) => point.startsWith(`${real}/`) && !hidden(point, index)).reverse();
    },
    async unmount(path, { force = false, detach = false } = {}) {
      if (!files.mounted.includes(path)) return;
      if (busy.has(path) && !detach) throw new Error(`umount: ${path}: target is busy.`);
      changes.push(`${force ? '--force ' : ''}${detach ? '--lazy ' : ''}${path}`);
      files.unmount(path);
    },
  };
}
