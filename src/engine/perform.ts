import { Aborted, AppError, DecisionError, PositionedError, RefusedError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { Effect, Judgement } from '../plan/effect.ts';
import type { Facts } from '../plan/facts.ts';
import type { Secrets } from '../plan/phase.ts';
import type { PathedPhase } from '../plan/select.ts';
import type { StartWatch } from '../plan/start-watch.ts';
import { act } from './act.ts';
import { inspect, Unreachable } from './inspect.ts';
import type { Journal, JournalState } from './journal.ts';
import type { EngineParts } from './parts.ts';
import { Undoable } from './undoable.ts';

/** What performing needs besides the phases. */
export interface PerformContext {
  readonly journal: Journal;
  /** Journal of the tries before this one. */
  readonly earlier: JournalState | undefined;
  /** Ids of the effects that the preview showed. */
  readonly shown: ReadonlySet<string>;
  readonly signal: AbortSignal;
  readonly apiTimeoutMs: number;
  readonly backups: string;
  /** Facts that do not change in a run: start time and machine. */
  readonly base: Pick<Facts, 'startedAt' | 'node'>;
}

interface Judged {
  readonly effect: Effect;
  readonly judgement: Judgement;
}

/** What looking needs: an operation's context without secrets. */
type Looking = Omit<OperationContext, 'secrets'>;

/** How far this try has come in a phase. */
interface PhaseProgress {
  /** Something was done, not only looked at. */
  acted: boolean;
  /** What a failure takes back, in all phases. */
  readonly undoable: Undoable;
  /** The effect before is whole only with the next one. */
  halfDone: boolean;
}

/** A context with what lives as long as the run: its watch, begun by the first wait. */
interface Performing extends PerformContext {
  readonly watch: () => StartWatch;
}

/**
 * A folder that is used as it is gets filled by what this run starts. It is noted, so that a later try knows why it is
 * not empty any more.
 */
function isTakenFolder({ effect, judgement }: Judged): boolean {
  return effect.kind === 'call' && judgement.verdict === 'keep' && typeof effect.input['path'] === 'string';
}

/** Whether an effect takes a folder in which nothing lies yet: what will lie there is this run's. */
async function isVacant({ effect, judgement }: Judged, { files }: Host): Promise<boolean> {
  if (effect.kind !== 'call' || typeof effect.input['path'] !== 'string') return false;
  if (judgement.verdict === 'create') return true;
  return judgement.verdict === 'keep' && ((await files.list(effect.input['path'])) ?? []).length === 0;
}

/** Cuts a step's effects into batches: neighbours of the same group go together, everything else alone. */
function batches(effects: readonly Effect[]): readonly (readonly Effect[])[] {
  const result: Effect[][] = [];
  for (const effect of effects) {
    const last = result.at(-1);
    if (effect.group !== undefined && last?.[0]?.group === effect.group) last.push(effect);
    else result.push([effect]);
  }
  return result;
}

/** Would replace or remove what neither the preview showed nor this run made. */
function isSurprise({ effect, judgement }: Judged, context: PerformContext): boolean {
  if (context.shown.has(effect.id)) return false;
  if (judgement.verdict === 'delete') return true;
  return (
    effect.kind === 'write' &&
    judgement.verdict === 'change' &&
    effect.artifact.files.some(({ path }) => !context.journal.paths.has(path))
  );
}

/**
 * A call without a look is not repeated when an earlier try of this run is known to have finished it; but it is when
 * something before it in its phase was done anew, or it does not hold any more: a kubelet that was stopped again must be
 * started again.
 */
async function finishedEarlier<Spec>(
  parts: EngineParts<Spec>,
  effect: Effect,
  context: PerformContext,
  progress: PhaseProgress,
  looking: Looking,
): Promise<boolean> {
  if (progress.acted || effect.kind !== 'call' || context.earlier?.done.has(effect.id) !== true) return false;
  const { look, undone } = parts.operation(effect.operation);
  if (look !== undefined) return false;
  return (await undone?.(effect.input, { ...looking, secrets: effect.secrets ?? {} })) !== true;
}

/** Whether a later try of a run finds all of these as the earlier one left them. */
async function nothingLeft<Spec>(
  parts: EngineParts<Spec>,
  effects: readonly Effect[],
  facts: Facts,
  context: PerformContext,
  progress: PhaseProgress,
  looking: Looking,
): Promise<boolean> {
  for (const effect of effects) {
    if (await finishedEarlier(parts, effect, context, progress, looking)) continue;
    const { judgement } = await inspect(parts, effect, facts, looking, new Unreachable());
    if (judgement.verdict !== 'keep' && judgement.verdict !== 'absent') return false;
  }
  return true;
}

async function performBatch<Spec>(
  parts: EngineParts<Spec>,
  phase: string,
  batch: readonly Effect[],
  following: readonly Effect[],
  facts: Facts,
  context: Performing,
  progress: PhaseProgress,
): Promise<void> {
  const { reporter, host } = parts;
  if (context.signal.aborted && !progress.halfDone) {
    throw new Aborted(`stopped before ${batch[0]?.why}`, {
      signal: String(context.signal.reason),
      position: { phase },
    });
  }
  const looking = { host, progress: () => {}, signal: context.signal, apiTimeoutMs: context.apiTimeoutMs };
  const unreachable = new Unreachable();
  const judged: Judged[] = await Promise.all(
    batch.map(async (effect) => {
      if (await finishedEarlier(parts, effect, context, progress, looking)) {
        return { effect, judgement: { verdict: 'keep', reason: 'done before the run was interrupted' } as const };
      }
      const prepares = effect.kind === 'call' && effect.preparesStep === true && context.earlier !== undefined;
      if (prepares && (await nothingLeft(parts, following, facts, context, progress, looking))) {
        return { effect, judgement: { verdict: 'keep', reason: 'nothing after it is left to do' } as const };
      }
      return { effect, judgement: (await inspect(parts, effect, facts, looking, unreachable)).judgement };
    }),
  );
  const refused = judged.filter(({ judgement }) => judgement.verdict === 'refuse');
  if (refused.length > 0) {
    throw new RefusedError(
      `phase ${phase} cannot go on`,
      refused.map(({ effect, judgement }) => judgement.reason ?? effect.why),
    );
  }
  const surprise = judged.find((entry) => isSurprise(entry, context));
  if (surprise !== undefined) {
    throw new DecisionError(
      `${surprise.effect.why}: this would replace or remove something that was not there at the start`,
      {
        hint: 'look at what changed on this machine, then give the same command again to go on',
      },
    );
  }
  const todo = judged.filter(({ judgement }) => judgement.verdict !== 'keep' && judgement.verdict !== 'absent');
  const noted = judged.filter((entry) => todo.includes(entry) || isTakenFolder(entry));
  const intents = noted.map(async (entry) => ({
    effect: entry.effect,
    verdict: entry.judgement.verdict,
    vacant: await isVacant(entry, host),
  }));
  await context.journal.intend(await Promise.all(intents));
  progress.acted ||= todo.length > 0;
  // When one thing that is waited for cannot come, the others of the batch are not waited for either.
  const hopeless = new AbortController();
  const signal = AbortSignal.any([context.signal, hopeless.signal]);
  const outcomes = await Promise.allSettled(
    judged.map(async ({ effect, judgement }) => {
      const started = host.clock.monotonic();
      const acts = todo.some((entry) => entry.effect === effect);
      // Before the act: what fails half-way may have done its deed all the same. What an earlier try has committed stays.
      if (acts || context.earlier?.committed.has(effect.id) !== true) progress.undoable.begun(phase, effect);
      else progress.undoable.committed(effect);
      let tolerated: string | undefined;
      if (acts) {
        reporter.emit({ kind: 'effect-started', phase, effect, judgement });
        await parts.hook?.('before', effect);
        tolerated = await act(parts, effect, judgement, {
          phase,
          signal: effect.kind === 'await' ? signal : context.signal,
          apiTimeoutMs: context.apiTimeoutMs,
          backups: context.backups,
          ownFiles: context.journal.written,
          watch: context.watch,
        }).catch((error: unknown) => {
          hopeless.abort('a neighbour failed');
          throw error;
        });
        await parts.hook?.('after', effect);
        context.journal.done(effect, effect.commit === true ? progress.undoable.ids : []);
        // Whoever goes on must know of it, also after a kill in the next moment.
        if (effect.commit === true) await context.journal.flush();
      }
      progress.undoable.done(effect);
      const elapsedMs = host.clock.monotonic() - started;
      reporter.emit({
        kind: 'effect',
        phase,
        effect,
        judgement,
        elapsedMs,
        ...(tolerated === undefined ? {} : { tolerated }),
      });
    }),
  );
  const failed = outcomes
    .filter((outcome) => outcome.status === 'rejected')
    .map((outcome) => outcome.reason as unknown);
  // A deed that failed says more than a signal that stopped its neighbours.
  const worst = failed.find((reason) => !(reason instanceof Aborted)) ?? failed[0];
  if (worst !== undefined) throw worst;
}

/** Carries the phases out, each observed and planned anew. */
export async function perform<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  secrets: Secrets,
  context: PerformContext,
): Promise<void> {
  const undoable = new Undoable();
  let watch: StartWatch | undefined;
  const performing: Performing = {
    ...context,
    watch: () => {
      watch ??= parts.watchStart(parts.host);
      return watch;
    },
  };
  try {
    await performPhases(parts, phases, spec, secrets, performing, undoable);
  } catch (error) {
    // Who stops a run goes on with it later; only a failure is taken back.
    if (error instanceof AppError && !(error instanceof Aborted)) {
      const taken = await undoable.takeBack(parts, context);
      if (error instanceof PositionedError) error.tellTakenBack(taken);
    }
    throw error;
  } finally {
    watch?.close();
  }
}

async function performPhases<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  secrets: Secrets,
  context: Performing,
  undoable: Undoable,
): Promise<void> {
  const { reporter, host } = parts;
  for (const [index, { path, phase }] of phases.entries()) {
    const started = host.clock.monotonic();
    reporter.emit({ kind: 'phase-started', phase: path, index, count: phases.length });
    const progress: PhaseProgress = { acted: false, undoable, halfDone: false };
    for (const step of phase.steps ?? []) {
      const seen = await parts.carryOutLooks(phase.looks?.(spec) ?? [], host);
      const facts: Facts = { ...context.base, ...seen };
      const plan = step({ spec, facts, secrets });
      if (plan.refusals !== undefined && plan.refusals.length > 0) {
        throw new RefusedError(`phase ${path} cannot go on`, plan.refusals);
      }
      let begun = 0;
      for (const batch of batches(plan.effects)) {
        begun += batch.length;
        await performBatch(parts, path, batch, plan.effects.slice(begun), facts, context, progress);
        progress.halfDone = batch.some((effect) => effect.kind === 'call' && effect.wholeWithNext === true);
      }
      for (const note of plan.notes ?? []) reporter.emit({ kind: 'note', phase: path, note });
    }
    context.journal.phaseDone(path);
    reporter.emit({ kind: 'phase-ended', phase: path, elapsedMs: host.clock.monotonic() - started });
  }
}
