import { AppError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { readJson } from './store.ts';

/** Another run holds this machine. Exit 11: it will be over some time. */
export class LockedError extends AppError {
  readonly kind = 'locked';
  readonly exitCode = 11;
}

interface Holder {
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat: tells a live holder from another process that got its number. */
  readonly startTime: string;
  readonly command: string;
}

async function startTimeOf(host: Host, pid: number): Promise<string | undefined> {
  const stat = await host.files.read(`/proc/${pid}/stat`);
  // The command name in parentheses may hold blanks; count fields after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Under --rootfs there may be no /proc; then the lock's pid alone decides, and our own is never alive twice. */
async function isAlive(host: Host, holder: Holder): Promise<boolean> {
  const startTime = await startTimeOf(host, holder.pid);
  return startTime !== undefined && startTime === holder.startTime;
}

/** Who holds the lock right now; undefined when nobody does or the holder is dead. */
export async function lockHolder(host: Host, path: string): Promise<{ pid: number; command: string } | undefined> {
  const holder = (await readJson(host.files, path)) as Holder | undefined;
  if (holder?.pid === undefined || !(await isAlive(host, holder))) return undefined;
  return { pid: holder.pid, command: holder.command };
}

/**
 * One run at a time per machine.
 * @returns a function that gives the lock back
 * @throws LockedError naming the holder's pid and command
 */
export async function takeLock(host: Host, path: string, command: string): Promise<() => Promise<void>> {
  const { pid } = host.process;
  const mine: Holder = { pid, startTime: (await startTimeOf(host, pid)) ?? '', command };
  await host.files.makeDirectory(path.slice(0, path.lastIndexOf('/')), 0o700);
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await host.files.createExclusive(path, `${JSON.stringify(mine)}\n`, { mode: 0o600 })) {
      return () => host.files.remove(path);
    }
    const holder = (await readJson(host.files, path)) as Holder | undefined;
    if (holder?.pid !== undefined && (await isAlive(host, holder))) {
      throw new LockedError(`another run is in progress on this machine: ${holder.command} (pid ${holder.pid})`, {
        hint: 'wait until it has ended; the same command can be given again then',
      });
    }
    await host.files.remove(path);
  }
  throw new LockedError(`the run lock ${path} keeps being taken`, {
    hint: 'look at what starts tsadm again and again',
  });
}
