/** How a mount is to be taken away (umount2(2)); none: only when nobody uses it. */
export interface UnmountOptions {
  /** MNT_FORCE: also when a network file system does not answer. */
  readonly force?: boolean;
  /** MNT_DETACH: at once for those who look, for those who use it when they are done. */
  readonly detach?: boolean;
}

/** What is mounted in the tree that `Files` sees. */
export interface Mounts {
  /** Mount points strictly below a folder (symbolic links to it are followed), what was mounted last first. */
  below(folder: string): Promise<readonly string[]>;
  /**
   * Takes away what is mounted last at a path as `below` gave it; fine when nothing is mounted there any more. What lies
   * on the file system stays there. Throws with the words of the system.
   */
  unmount(path: string, options?: UnmountOptions): Promise<void>;
}
