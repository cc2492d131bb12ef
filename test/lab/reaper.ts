import { LOCK, sweep } from './lab.ts';
import { readLock, releaseLock } from './lock.ts';
import { say } from './progress.ts';

/**
 * Outlives the process that opened the lab (see Lab): when that one ends without closing, its end of our stdin
 * closes, and we take away the machines it left. Signals of its terminal are not ours.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on('end', async () => {
  const ours = readLock(LOCK())?.holders.some(({ pid }) => pid === process.pid);
  if (!ours) return;
  try {
    await sweep();
  } catch (error) {
    say(`cleaning up failed: ${(error as Error).message}`);
  }
  releaseLock(LOCK());
});
