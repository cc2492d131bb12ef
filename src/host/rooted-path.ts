import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';

const mostLinks = 40;

/**
 * Where an absolute path really lies when `root` is the top: every symbolic link on the way is followed as if chrooted
 * there, so neither an absolute link nor `..` leads out. With `last: 'keep'` a link at the very end is not followed.
 * What does not exist yet keeps its name.
 */
export async function resolveBelow(root: string, path: string, last: 'follow' | 'keep' = 'follow'): Promise<string> {
  const pending = parts(path);
  const done: string[] = [];
  let links = 0;
  while (pending.length > 0) {
    const part = pending.shift()!;
    if (part === '..') {
      done.pop();
      continue;
    }
    const target = pending.length === 0 && last === 'keep' ? undefined : await linkAt(join(root, ...done, part));
    if (target === undefined) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > mostLinks) throw tooManyLinks(path);
    if (target.startsWith('/')) done.length = 0;
    pending.unshift(...parts(target));
  }
  return join(root, ...done);
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

async function linkAt(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function tooManyLinks(path: string): Error {
  return Object.assign(new Error(`ELOOP: too many symbolic links, resolve '${path}'`), { code: 'ELOOP', path });
}
