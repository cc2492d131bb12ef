import { Aborted, TimeoutError } from '../errors.ts';
import type { AwaitEffect } from '../plan/effect.ts';
import type { EngineParts } from './parts.ts';

/** How often a wait is told while nothing changes. */
const tellEveryMs = 1000;

/**
 * Waits for a probe. Tells what was last seen whenever it changes and once a second.
 * @throws TimeoutError with the last thing seen and what diagnosis gathered; Aborted on a signal
 */
export async function waitFor<Spec>(
  parts: EngineParts<Spec>,
  phase: string,
  effect: AwaitEffect,
  signal: AbortSignal,
): Promise<void> {
  const { host, reporter } = parts;
  const { clock } = host;
  const started = clock.monotonic();
  let told = Number.NEGATIVE_INFINITY;
  let lastSeen = '';
  for (;;) {
    const { ok, seen } = await parts.lookAtProbe(effect.probe, host);
    if (ok) return;
    const now = clock.monotonic();
    if (seen !== lastSeen || now - told >= tellEveryMs) {
      reporter.emit({ kind: 'waiting', phase, effect, elapsedMs: now - started, lastSeen: seen });
      told = now;
      lastSeen = seen;
    }
    if (now - started >= effect.timeoutMs) {
      const { component } = effect.probe;
      const criSocket = effect.probe.kind === 'http' ? effect.probe.criSocket : '';
      throw new TimeoutError(`${component} did not become healthy within ${Math.round((now - started) / 1000)}s`, {
        awaited: effect.why,
        waitedMs: now - started,
        lastSeen,
        evidence: await parts.diagnose(component, criSocket, host),
        position: { phase, effect: effect.id },
      });
    }
    try {
      await clock.sleep(effect.intervalMs, signal);
    } catch {
      throw new Aborted(`stopped while waiting for ${effect.probe.component}`, {
        signal: String(signal.reason),
        position: { phase, effect: effect.id },
      });
    }
  }
}
