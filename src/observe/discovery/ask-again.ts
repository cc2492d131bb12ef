import { Aborted } from '../../errors.ts';
import type { Clock } from '../../host/clock.ts';
import { DiscoveryError } from './discovery-error.ts';

/** How long and how discovery asks. */
export interface Asking {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For all tries together, milliseconds. */
  readonly timeoutMs: number;
  /** Told what stands in the way, once for each obstacle. */
  readonly waiting: (error: DiscoveryError) => void;
}

/** Between two tries; kubeadm waits 5 s. */
const intervalMs = 500;
/** One request; kubeadm 1.36 gives it 10 s too. */
const requestTimeoutMs = 10_000;

/**
 * Looks until it works, what is in the way does not pass by itself, or the time is over.
 * @param look gets the time that one request may take, milliseconds
 * @throws DiscoveryError, the last one; Aborted on a signal
 */
export async function askAgain<T>(
  { clock, signal, timeoutMs, waiting }: Asking,
  look: (timeoutMs: number) => Promise<T>,
): Promise<T> {
  const startedAt = clock.monotonic();
  const left = (): number => timeoutMs - (clock.monotonic() - startedAt);
  let told: string | undefined;
  for (;;) {
    let last: DiscoveryError;
    try {
      return await look(Math.max(1, Math.ceil(Math.min(requestTimeoutMs, left()))));
    } catch (error) {
      if (!(error instanceof DiscoveryError) || !error.passing || left() <= intervalMs) throw error;
      last = error;
    }
    if (told !== last.obstacle) waiting(last);
    told = last.obstacle;
    await clock.sleep(intervalMs, signal).catch(() => {
      throw new Aborted('stopped while looking for the cluster', { signal: String(signal.reason) });
    });
    // A machine that slept meanwhile has no time for another look, which would only fail for lack of time.
    if (left() <= 0) throw last;
  }
}
