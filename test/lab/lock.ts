import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessId, thisProcess } from './process-id.ts';
import { say } from './progress.ts';

/** What a lock file holds: who has it, and words for whoever has to wait. */
export interface LockHolder {
  readonly holders: readonly ProcessId[];
  readonly purpose: string;
}

/** Reads a lock file; undefined when there is none, or none that can be read. */
export function readLock(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Names who holds the lock from now on. Only for whoever holds it. */
export function rewriteLock(path: string, holder: LockHolder): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(holder));
  // Renamed over the old one: there is no moment without a lock, in which another could take it.
  renameSync(temporary, path);
}

/**
 * Takes the lock, waiting at most `patienceMs`. A lock whose holders are all dead is taken over: pid and start time
 * together name a process, so a reused pid does not look like a holder.
 */
export async function takeLock(path: string, purpose: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ holders: [thisProcess()], purpose } satisfies LockHolder));
  try {
    for (let told = false; ; ) {
      // A hard link appears whole or not at all, unlike a file opened exclusively and then written.
      if (tryLink(mine, path)) return;
      const holder = readLock(path);
      const living = holder?.holders.filter(isAlive) ?? [];
      if (living.length === 0) {
        rmSync(path, { force: true });
        continue;
      }
      const by = `process ${living[0]?.pid} (${holder?.purpose})`;
      if (Date.now() > deadline) throw new Error(`in use by ${by}: ${path}`);
      if (!told) say(`waiting for ${by}`);
      told = true;
      await sleep(250);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Gives the lock back. */
export function releaseLock(path: string): void {
  rmSync(path, { force: true });
}

/** Does one thing while holding a lock; waits half an hour at most, the time of the longest build twice over. */
export async function withLock<T>(path: string, purpose: string, work: () => Promise<T>): Promise<T> {
  await takeLock(path, purpose, 30 * 60_000);
  try {
    return await work();
  } finally {
    releaseLock(path);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
