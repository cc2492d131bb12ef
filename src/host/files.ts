/** What stat tells. */
export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
}

/** A file that is to be written. */
export interface FileToWrite {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode: number;
}

/**
 * The file system. Every path is absolute and is taken below the root the adapter was made with (--rootfs). Missing
 * files give undefined, also below something that is no folder; anything else that goes wrong is thrown as the node:fs
 * error it is.
 */
export interface Files {
  read(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** Follows symbolic links. */
  stat(path: string): Promise<FileStat | undefined>;
  /** Whether a symbolic link has this name; with a slash at the end, what it leads to is meant. */
  isLink(path: string): Promise<boolean>;
  /** Sorted names. */
  list(path: string): Promise<readonly string[] | undefined>;
  /**
   * Writes whole or not at all: temporary name beginning with a dot in the target's folder, mode set, fsync, rename,
   * fsync of the folder. A symbolic link is resolved first. A bind-mounted target (EBUSY) is refused in words.
   * Missing parent folders are made with `directoryMode`. A file that was there keeps its owner.
   */
  write(
    path: string,
    content: string | Uint8Array,
    options: { readonly mode: number; readonly directoryMode: number },
  ): Promise<void>;
  /**
   * Writes several files, each as `write` does, in this order: what is seen of them at any moment is the first few. Only
   * at the end have all of them been made to last, which takes less time than one by one.
   */
  writeAll(files: readonly FileToWrite[], options: { readonly directoryMode: number }): Promise<void>;
  /** Appends one piece and fsyncs it; makes the file with `mode`. */
  append(path: string, content: string, options: { readonly mode: number }): Promise<void>;
  /** Makes a file that must not exist; false when it does. */
  createExclusive(path: string, content: string, options: { readonly mode: number }): Promise<boolean>;
  chmod(path: string, mode: number): Promise<void>;
  /** Follows symbolic links, as chmod does. */
  chown(path: string, owner: { readonly uid: number; readonly gid: number }): Promise<void>;
  /** With parents; sets the mode of folders it makes, leaves existing ones alone. */
  makeDirectory(path: string, mode: number): Promise<void>;
  /**
   * A file, a link, or a folder with all it holds; missing is fine. Never across a mount point: what is mounted there and
   * the folders that lead to it are left, all else goes, and then it throws EBUSY, naming the mount points.
   */
  remove(path: string): Promise<void>;
  /** The same with all that a folder holds, and not the folder; a symbolic link to the folder is followed. */
  removeContents(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}
