/** What somebody types, or what a script pipes in. */
export interface StandardInput {
  /** The next line without its end; undefined when there is none. Gives up, with undefined, when the signal is aborted. */
  readLine(signal: AbortSignal): Promise<string | undefined>;
}
