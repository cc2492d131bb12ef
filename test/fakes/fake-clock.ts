import type { Clock } from '../../src/host/clock.ts';

/** A clock that tests own. */
export interface FakeClock extends Clock {
  /** Lets time pass without anybody sleeping. Sleepers whose time has come wake up. */
  advance(ms: number): void;
  /** How long was slept, in the order in which the sleeps began. */
  readonly sleeps: readonly number[];
}

/**
 * A fake clock. It claims: nobody waits for real; time stands still while promises settle and, when nothing
 * but sleeping is left (real input and output does not count), jumps to the sleeper that wakes first; several sleepers wake in the order of their times; an aborted sleep rejects with the
 * signal's reason.
 */
export function fakeClock(startsAt = Date.UTC(2026, 0, 15, 12)): FakeClock {
  let elapsed = 0;
  let jumping = false;
  const sleeps: number[] = [];
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  function wakeDue(): void {
    const due = sleepers.filter(({ at }) => at <= elapsed).sort((a, b) => a.at - b.at);
    sleepers = sleepers.filter(({ at }) => at > elapsed);
    for (const { wake } of due) wake();
  }

  function jumpSoon(): void {
    if (jumping) return;
    jumping = true;
    setImmediate(() => {
      jumping = false;
      if (sleepers.length === 0) return;
      elapsed = Math.max(elapsed, Math.min(...sleepers.map(({ at }) => at)));
      wakeDue();
      if (sleepers.length > 0) jumpSoon();
    });
  }

  return {
    now: () => startsAt + elapsed,
    monotonic: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        sleeps.push(ms);
        const sleeper = {
          at: elapsed + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener('abort', stop);
            resolve();
          },
        };
        const stop = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal!.reason);
        };
        signal?.addEventListener('abort', stop, { once: true });
        sleepers.push(sleeper);
        jumpSoon();
      }),
    advance(ms) {
      elapsed += ms;
      wakeDue();
    },
    sleeps,
  };
}
