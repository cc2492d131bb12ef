import type { OperationContext } from './operation.ts';

/** Gigabytes on a slow disk. */
const timeoutMs = 30 * 60_000;

/**
 * Copies what a folder holds into another, which is made with the same mode; owners, modes and times stay, and blocks are
 * shared where the file system can. It is on disk when this ends.
 */
export async function copyTree(from: string, to: string, { host }: Pick<OperationContext, 'host'>): Promise<void> {
  await run('cp', ['-a', '--reflink=auto', '-T', '--', from, to], host);
  await run('sync', ['-f', to], host);
}

async function run(file: string, args: readonly string[], host: OperationContext['host']): Promise<void> {
  const { exitCode, stdout, stderr } = await host.exec.run(file, args, { timeoutMs });
  if (exitCode === 0) return;
  const words = (stderr || stdout).trim().split('\n').at(-1) ?? '';
  throw new Error(`${file} ${args.join(' ')} ended with ${exitCode}: ${words}`);
}
