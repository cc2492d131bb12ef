import { Aborted, type Diagnosis, EffectError, TimeoutError } from '../errors.ts';
import type { Clock } from '../host/clock.ts';
import type { AwaitEffect } from '../plan/effect.ts';
import type { StartJudgement, StartWatch } from '../plan/start-watch.ts';
import type { EngineParts } from './parts.ts';

/** How often a wait is told while nothing changes. */
const tellEveryMs = 1000;
/** Behind an endpoint that does not answer, how far its component got; costs more than asking the endpoint. */
const watchEveryMs = 1000;
/** A kubelet that starts well is there before it is worth a look, which would take from it the processor it needs. */
const watchAfterMs = 1000;
/** An API server without etcd takes connections and says nothing; the wait goes on beside such a question. */
const patienceMs = 300;

/** What a wait gets from the run. */
export interface WaitContext {
  readonly signal: AbortSignal;
  readonly watch: () => StartWatch;
}

/**
 * Waits for a probe, and looks beside it at what must run first. Tells what was last seen whenever it changes and once
 * a second.
 * @throws EffectError with a diagnosis as soon as waiting cannot help any more; TimeoutError with the last thing seen and
 * what diagnosis gathered; Aborted on a signal
 */
export async function waitFor<Spec>(
  parts: EngineParts<Spec>,
  phase: string,
  effect: AwaitEffect,
  { signal, watch }: WaitContext,
): Promise<void> {
  const { host, reporter } = parts;
  const { clock } = host;
  const { component, criSocket = '' } = effect.probe;
  const started = clock.monotonic();
  const watched = watch();
  const behind = beside(clock, () => watched.look(component, criSocket, effect.probe.kind === 'file'));
  let told = Number.NEGATIVE_INFINITY;
  let lastSeen = '';
  let answered = 'no answer yet';
  let asked: ReturnType<typeof parts.lookAtProbe> | undefined;
  for (;;) {
    const { judgement } = behind;
    const askedAnew = asked === undefined;
    asked ??= parts.lookAtProbe(effect.probe, host);
    // When the wait is given up meanwhile, nobody waits for the answer any more.
    asked.catch(() => {});
    const answer = await within(patienceMs, asked, clock);
    if (answer?.ok === true) return;
    if (answer !== undefined) {
      asked = undefined;
      answered = answer.seen;
    }
    const now = clock.monotonic();
    const seen = judgement?.seen || answered;
    const { suspect } = judgement ?? {};
    if (seen !== lastSeen || now - told >= tellEveryMs) {
      const elapsedMs = now - started;
      const guessed = suspect === undefined ? {} : { suspect: withoutEvidence(suspect) };
      reporter.emit({ kind: 'waiting', phase, effect, elapsedMs, lastSeen: seen, ...guessed });
      told = now;
      lastSeen = seen;
    }
    const position = { phase, effect: effect.id };
    // Asked after the judgement, a component that came up meanwhile would have ended the wait above.
    const upToDate = answer === undefined || askedAnew;
    if (judgement?.canHeal === false && suspect !== undefined && upToDate) {
      throw new EffectError(suspect.title, position, { hint: suspect.fix, diagnosis: suspect });
    }
    if (now - started >= effect.timeoutMs) {
      const waited = Math.round((now - started) / 1000);
      throw new TimeoutError(
        effect.probe.kind === 'file'
          ? `${effect.probe.path} was not there within ${waited}s`
          : `${component} did not become healthy within ${waited}s`,
        {
          awaited: effect.why,
          waitedMs: now - started,
          lastSeen,
          evidence: await parts.diagnose(component, criSocket, host),
          position,
        },
        suspect === undefined ? hintOf(effect) : { hint: `${suspect.title}; ${suspect.fix}`, diagnosis: suspect },
      );
    }
    if (now - started >= watchAfterMs) behind.refresh();
    try {
      await clock.sleep(effect.intervalMs, signal);
    } catch {
      throw new Aborted(`stopped while waiting for ${component}`, { signal: String(signal.reason), position });
    }
  }
}

function hintOf({ ifLate }: AwaitEffect): { readonly hint?: string } {
  return ifLate === undefined ? {} : { hint: ifLate };
}

/** What a question is answered with, or undefined when that takes longer. */
async function within<T>(ms: number, question: Promise<T>, clock: Clock): Promise<T | undefined> {
  const answered = new AbortController();
  const patience = clock.sleep(ms, answered.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([question, patience]);
  } finally {
    answered.abort();
  }
}

/** Looks beside a wait, which goes on meanwhile: a runtime that does not answer must not hold the probe up. */
function beside(clock: { monotonic(): number }, look: () => Promise<StartJudgement>) {
  let underWay = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    /** Of the last look that ended. */
    judgement: undefined as StartJudgement | undefined,
    /** Begins another look when the last is old; does not wait for it. */
    refresh(): void {
      if (underWay || clock.monotonic() - lookedAt < watchEveryMs) return;
      underWay = true;
      lookedAt = clock.monotonic();
      look()
        .then((judgement) => {
          this.judgement = judgement;
        })
        // What cannot be looked at is no reason to end a wait; the probe decides.
        .catch(() => {})
        .finally(() => {
          underWay = false;
        });
    },
  };
}

function withoutEvidence({ code, component, title, fix }: Diagnosis): Omit<Diagnosis, 'evidence'> {
  return { code, component, title, fix };
}
