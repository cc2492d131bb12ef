/** How a command ended. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands of the system without a shell. Under --rootfs the command runs chrooted there. */
export interface Exec {
  /** Never throws for an exit code; throws CommandNotFound when the program is missing. Default limit: 60 s. */
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
