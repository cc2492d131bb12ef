/** How a mount is to be taken away (umount2(2)); none: only when nobody uses it. */
export interface UnmountOptions {
  /** MNT_FORCE: also when a network file system does not answer. */
  readonly force?: boolean;
  /** MNT_DETACH: at once for those who look, for those who use it when they are done. */
  readonly detach?: boolean;
}

/** The file system that something lies on. */
export interface FileSystem {
  /** Whether what lies there is lost with the power, or lies on another machine, as far as the kind of file system tells. */
  readonly kind: 'memory' | 'network' | 'other';
  /** Its type as mount(8) has it (`tmpfs`, `nfs`); empty when it is neither of memory nor of the network. */
  readonly type: string;
  /** Bytes that anybody may still write there. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** What is mounted in the tree that `Files` sees. */
export interface Mounts {
  /** What a path lies on, or will lie on when it is made: then the nearest folder above it that is there is asked. */
  fileSystemOf(path: string): Promise<FileSystem>;
  /** Mount points strictly below a folder (symbolic links to it are followed), what was mounted last first. */
  below(folder: string): Promise<readonly string[]>;
  /**
   * Takes away what is mounted last at a path as `below` gave it; fine when nothing is mounted there any more. What lies
   * on the file system stays there. Throws with the words of the system.
   */
  unmount(path: string, options?: UnmountOptions): Promise<void>;
}
