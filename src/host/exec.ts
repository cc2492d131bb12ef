/** How a command ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands of the system without a shell. Under --rootfs the command runs chrooted there. */
export interface Exec {
  /**
   * Never throws for an exit code (128 + number for a signal); throws CommandNotFound when the program is missing and
   * CommandTimedOut, after killing it, when the limit has passed. Default limit: 60 s.
   */
  run(
    file: string,
    args: readonly string[],
    options?: { readonly timeoutMs?: number; readonly input?: string },
  ): Promise<ExecResult>;
  /** Absolute path of a program on PATH, or undefined. */
  find(file: string): Promise<string | undefined>;
}

/** A program that is not installed. */
export class CommandNotFound extends Error {
  readonly file: string;
  constructor(file: string) {
    super(`${file}: not found on PATH`);
    this.name = 'CommandNotFound';
    this.file = file;
  }
}

/** A program that did not end in time and was killed. */
export class CommandTimedOut extends Error {
  readonly file: string;
  readonly timeoutMs: number;
  constructor(file: string, timeoutMs: number) {
    super(`${file}: did not end within ${timeoutMs / 1000} s`);
    this.name = 'CommandTimedOut';
    this.file = file;
    this.timeoutMs = timeoutMs;
  }
}
