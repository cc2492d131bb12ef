/** What an unfinished run of the same command, with another configuration, left on this machine, as its journal has it. */
export interface LeftBehind {
  readonly run: string;
  /** The folder of its journal and of what it minted. */
  readonly folder: string;
  /** Ids of the effects that it began. */
  readonly begun: ReadonlySet<string>;
  /** Files that it made where none were, and that are as it made them. */
  readonly files: readonly string[];
  /** Folders that were not there, or empty, when it took them. */
  readonly folders: readonly string[];
  /** The container runtime's socket that it had found, if it had. */
  readonly criSocket: string | undefined;
}
