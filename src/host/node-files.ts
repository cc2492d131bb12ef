import { chmod, chown, link, lstat, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EffectError } from '../errors.ts';
import type { Files, FileToWrite } from './files.ts';
import { removeBesideMounts } from './remove-beside-mounts.ts';
import { resolveBelow } from './rooted-path.ts';
import { temporaryName } from './temporary-name.ts';

/** The file system of this machine, or of the tree below `root` (--rootfs): links inside it never lead out. */
export function nodeFiles({ root = '' }: { readonly root?: string } = {}): Files {
  const rooted = root !== '' && root !== '/';

  /** The path to hand to the kernel; without a root the kernel follows links itself. */
  async function real(path: string, last: 'follow' | 'keep' = 'follow'): Promise<string> {
    return rooted ? resolveBelow(root, path, last) : path;
  }

  /**
   * Where a write goes, and whose the file is that is there. Renaming onto a symbolic link would replace the link, so it
   * is asked where it points.
   */
  async function writeTarget(path: string): Promise<{ readonly target: string; readonly owner: Owner | undefined }> {
    const found = rooted ? undefined : await unlessMissing(lstat(path));
    if (!rooted && !found?.isSymbolicLink()) return { target: path, owner: found };
    const target = await resolveBelow(rooted ? root : '/', path);
    return { target, owner: await unlessMissing(stat(target)) };
  }

  /** Puts the content beside where it belongs, on disk already. */
  async function stage({ path, content, mode }: FileToWrite, directoryMode: number): Promise<Staged> {
    try {
      const { target, owner } = await writeTarget(path);
      const put = () => writeTemporary(target, content, mode, owner);
      const temporary = await put().catch(async (error) => {
        if (codeOf(error) !== 'ENOENT') throw error;
        await makeFolders(dirname(target), directoryMode);
        return put();
      });
      return { path, target, temporary };
    } catch (error) {
      throw naming(path, error);
    }
  }

  const writeAll: Files['writeAll'] = async (files, { directoryMode }) => {
    const staging = await Promise.allSettled(files.map((file) => stage(file, directoryMode)));
    const staged = staging.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const failed = staging.find((outcome) => outcome.status === 'rejected');
    const waiting = new Set(staged);
    try {
      if (failed !== undefined) throw failed.reason;
      for (const file of staged) {
        await rename(file.temporary, file.target).catch((error: unknown) => {
          throw codeOf(error) === 'EBUSY' ? mountedOver(file.path, error) : naming(file.path, error);
        });
        waiting.delete(file);
      }
    } finally {
      await Promise.all([...waiting].map(({ temporary }) => rm(temporary, { force: true }).catch(() => {})));
      const folders = new Set(staged.filter((file) => !waiting.has(file)).map(({ target }) => dirname(target)));
      await Promise.all([...folders].map(syncFolder));
    }
  };

  return {
    read: async (path) => unlessMissing(readFile(await real(path), 'utf8')),

    async readBytes(path) {
      const found = await unlessMissing(readFile(await real(path)));
      return found && new Uint8Array(found);
    },

    async stat(path) {
      const found = await unlessMissing(stat(await real(path)));
      if (found === undefined) return undefined;
      return {
        kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other',
        mode: found.mode & 0o7777,
        uid: found.uid,
        gid: found.gid,
        size: found.size,
      };
    },

    async isLink(path) {
      if (path.endsWith('/')) return false;
      return (await unlessMissing(lstat(await real(path, 'keep'))))?.isSymbolicLink() ?? false;
    },

    async list(path) {
      try {
        return (await readdir(await real(path))).sort();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },

    write: async (path, content, { mode, directoryMode }) => writeAll([{ path, content, mode }], { directoryMode }),

    writeAll,

    async append(path, content, { mode }) {
      const target = await real(path);
      try {
        const { handle, made } = await openToAppend(target, mode);
        try {
          if (made) await handle.chmod(mode);
          await handle.appendFile(content);
          await handle.sync();
        } finally {
          await handle.close();
        }
        if (made) await syncFolder(dirname(target));
      } catch (error) {
        throw naming(path, error);
      }
    },

    async createExclusive(path, content, { mode }) {
      const target = await real(path, 'keep');
      try {
        const temporary = await writeTemporary(target, content, mode);
        try {
          // A hard link fails when the name is taken, and nobody ever sees the file half written.
          await link(temporary, target);
        } finally {
          await unlink(temporary);
        }
        await syncFolder(dirname(target));
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false;
        throw naming(path, error);
      }
    },

    chmod: async (path, mode) => chmod(await real(path), mode),

    chown: async (path, { uid, gid }) => chown(await real(path), uid, gid),

    makeDirectory: async (path, mode) => makeFolders(await real(path), mode),

    async remove(path) {
      const target = await real(path, 'keep');
      await removeBesideMounts([target], path);
    },

    async removeContents(path) {
      const target = await real(path);
      const names = (await unlessMissing(readdir(target))) ?? [];
      await removeBesideMounts(
        names.sort().map((name) => join(target, name)),
        path,
      );
    },

    async rename(from, to) {
      const [source, target] = await Promise.all([real(from, 'keep'), real(to, 'keep')]);
      await rename(source, target);
      await syncFolder(dirname(target));
      if (dirname(source) !== dirname(target)) await syncFolder(dirname(source));
    },
  };
}

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A file that has been written under a temporary name, and has to be renamed. */
interface Staged {
  readonly path: string;
  readonly target: string;
  readonly temporary: string;
}

/**
 * Writes a temporary file beside the target, and makes its content last.
 * @param owner whose the file is to be; a file that is written anew stays its owner's, as if it had been written in place
 * @returns its path
 */
async function writeTemporary(
  target: string,
  content: string | Uint8Array,
  mode: number,
  owner?: Owner,
): Promise<string> {
  const temporary = join(dirname(target), temporaryName(basename(target)));
  const handle = await open(temporary, 'wx', 0o600);
  try {
    try {
      const ours = owner && (await handle.stat());
      if (owner && (owner.uid !== ours?.uid || owner.gid !== ours.gid)) await handle.chown(owner.uid, owner.gid);
      await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  return temporary;
}

async function openToAppend(target: string, mode: number) {
  try {
    return { handle: await open(target, 'ax', mode), made: true };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return { handle: await open(target, 'a', mode), made: false };
  }
}

/** Like mkdir -p, but every folder it makes gets exactly `mode`, whatever the umask. */
async function makeFolders(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolders(dirname(path), mode);
    return makeFolders(path, mode);
  }
  await chmod(path, mode);
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network and FUSE file systems cannot sync a folder; the data itself is already safe.
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** The same error, naming the file that was asked for instead of a temporary name or nothing at all. */
function naming(path: string, error: unknown): Error {
  const { code, errno, syscall, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  const what = message.split(', ')[0];
  return Object.assign(new Error(`${what}, ${syscall ?? 'write'} '${path}'`, { cause: error }), {
    code,
    errno,
    syscall,
    path,
  });
}

function mountedOver(path: string, cause: unknown): EffectError {
  return new EffectError(
    `${path} is a mount point and cannot be replaced as a whole`,
    {},
    { hint: `unmount it (umount ${path}) and mount its folder instead, then run the same command again`, cause },
  );
}
