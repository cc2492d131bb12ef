import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { constants as os } from 'node:os';
import { join } from 'node:path';
import { CommandNotFound, CommandTimedOut, type Exec, type ExecResult } from './exec.ts';
import { resolveBelow } from './rooted-path.ts';

/** Where programs lie when the caller's environment does not say (cloud-init, oneshot units). */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const defaultTimeoutMs = 60_000;

/** Commands of this machine, or chrooted in `root` (--rootfs). */
export function nodeExec(options: {
  readonly root?: string;
  readonly env: { readonly [name: string]: string | undefined };
}): Exec {
  const root = options.root === undefined || options.root === '/' ? '' : options.root;
  const path = options.env['PATH'] || defaultPath;
  // What we read of other programs' output is English, whatever the caller speaks.
  const env = { ...options.env, PATH: path, LC_ALL: 'C' };

  return {
    async run(file, args, { timeoutMs = defaultTimeoutMs, input } = {}) {
      // Loaded while the program is looked for: other modules that are asked for next would be loaded before it.
      const [program] = await Promise.all([findProgram(file, path, root), import('execa')]);
      if (program === undefined) throw new CommandNotFound(file);
      const [first, ...rest] = root === '' ? [program, ...args] : [await chroot(path), root, program, ...args];
      return runProgram(first!, rest, { name: file, env, timeoutMs, input });
    },

    find: (file) => findProgram(file, path, root),
  };
}

async function chroot(path: string): Promise<string> {
  const found = await findProgram('chroot', path, '');
  if (found === undefined) throw new CommandNotFound('chroot');
  return found;
}

async function findProgram(file: string, path: string, root: string): Promise<string | undefined> {
  const candidates = file.includes('/')
    ? [file]
    : path
        .split(':')
        .filter((folder) => folder.startsWith('/'))
        .map((folder) => join(folder, file));
  for (const candidate of candidates) {
    const real = root === '' ? candidate : await resolveBelow(root, candidate);
    if (await isProgram(real)) return candidate;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function runProgram(
  file: string,
  args: readonly string[],
  { name, env, timeoutMs, input }: { name: string; env: NodeJS.ProcessEnv; timeoutMs: number; input?: string },
): Promise<ExecResult> {
  const { execa } = await import('execa');
  const result = await execa(file, args, {
    cwd: '/',
    env,
    extendEnv: false,
    reject: false,
    timeout: timeoutMs,
    forceKillAfterDelay: 1000,
    stripFinalNewline: false,
    // A process group of its own: Ctrl-C in the terminal stops us between effects, not a systemctl in the middle of one.
    detached: true,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  });
  if (result.timedOut) throw new CommandTimedOut(name, timeoutMs);
  if (result.exitCode === undefined && result.signal === undefined) {
    throw new Error(`${name} could not be started: ${result.code ?? result.originalMessage}`, { cause: result.cause });
  }
  return {
    exitCode: result.exitCode ?? 128 + os.signals[result.signal!],
    stdout: result.stdout,
    stderr: result.stderr,
  };
}
