import { lstat, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isBelow, mountPoints } from './mount-points.ts';

/**
 * Removes files, links and folders with all they hold, but nothing that is mounted at or below them: another file system
 * is somebody else's, and the same one bound elsewhere would lose what it has there.
 * @param asked the path to name in errors
 * @throws EBUSY when mounts are in the way, after everything else is gone
 */
export async function removeBesideMounts(targets: readonly string[], asked: string): Promise<void> {
  const mounted = await mountPoints();
  const left: string[] = [];
  for (const target of targets) {
    // The kernel names mount points by their real path. A link itself is removed and never followed.
    const parent = await realpath(dirname(target)).catch(() => undefined);
    if (parent !== undefined) left.push(...(await removeOne(join(parent, basename(target)), mounted)));
  }
  if (left.length === 0) return;
  const points = [...new Set(left)].join(', ');
  const message = `EBUSY: something is mounted at ${points}; that was left alone, and the rest removed`;
  throw Object.assign(new Error(message), { code: 'EBUSY', syscall: 'remove', path: asked });
}

async function removeOne(path: string, mounted: readonly string[]): Promise<readonly string[]> {
  const inTheWay = mounted.filter((point) => point === path || isBelow(point, path));
  if (inTheWay.length === 0) {
    await rm(path, { recursive: true, force: true }).catch(unlessGone);
    return [];
  }
  if (inTheWay.includes(path) || !(await lstat(path)).isDirectory()) return inTheWay;
  for (const name of await readdir(path)) await removeOne(join(path, name), mounted);
  await rmdir(path).catch(() => {});
  return inTheWay;
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
