import { readFile } from 'node:fs/promises';

/**
 * Mount points that this process can reach, in the order in which they were mounted; the same one twice when two are
 * stacked there. What another mount further up hides is not among them.
 */
export async function mountPoints(): Promise<readonly string[]> {
  try {
    return reachable(mountPointsIn(await readFile('/proc/self/mountinfo', 'utf8')));
  } catch (error) {
    // No /proc: an image is being built in a bare chroot, or this is no Linux.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The fifth field of each line of a mountinfo, decoded (proc_pid_mountinfo(5)). */
export function mountPointsIn(mountinfo: string): readonly string[] {
  return mountinfo
    .split('\n')
    .map((line) => line.split(' ')[4])
    .filter((field) => field !== undefined)
    .map((field) =>
      field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))),
    );
}

function reachable(points: readonly string[]): readonly string[] {
  return points.filter((point, index) => !points.slice(index + 1).some((later) => isBelow(point, later)));
}

/** True when `path` lies below `folder`. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`) && path !== folder;
}
