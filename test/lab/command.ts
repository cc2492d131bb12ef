import { execa } from 'execa';

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the host that must succeed; its words are in the error when it does not. */
export async function run(file: string, ...args: string[]): Promise<string> {
  const result = await execa(file, args, { reject: false, stdin: 'ignore' });
  if (result.failed) throw new Error(`${result.escapedCommand}: ${result.stderr || result.shortMessage}`);
  return result.stdout;
}

/** Runs a command of the host that may fail, as when removing what may not be there. */
export async function attempt(file: string, ...args: string[]): Promise<boolean> {
  const result = await execa(file, args, { reject: false, stdin: 'ignore' });
  return !result.failed;
}
