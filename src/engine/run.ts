import { PositionedError } from '../errors.ts';
import type { Secrets } from '../plan/phase.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import { type BegunRun, begin } from './begin.ts';
import { removeCutOffWrites } from './cut-off-writes.ts';
import { writeDryRunFiles } from './dry-run-files.ts';
import { Journal, type RunHeader } from './journal.ts';
import { takeLock } from './lock.ts';
import { lookAhead, type PreviewedRun } from './look-ahead.ts';
import { nothingMinted, storeMinted } from './minted.ts';
import type { EngineParts, ResolvedInputs } from './parts.ts';
import { perform } from './perform.ts';
import type { Preview } from './preview.ts';
import { commandOf, type RunRequest } from './run-request.ts';
import { closeRun, dropSuperseded, findFinished, forgetRuns, openRun } from './runs.ts';
import { statePaths } from './store.ts';
import { canBeTakenOver } from './superseded.ts';

/** How a run ended well. */
export interface RunResult<Spec> {
  readonly outcome: 'succeeded' | 'unchanged' | 'planned';
  /** When the run began, also when this start of it continued it; milliseconds since the epoch. */
  readonly startedAt: number;
  readonly spec: Spec;
  readonly secrets: Secrets;
  readonly planned: readonly PlannedEffect[];
  readonly notes: Preview['notes'];
}

/** The paths whose presence shows later that the machine is as this run left it: what it wrote and did not remove again. */
function leftPaths(planned: readonly PlannedEffect[]): readonly string[] {
  const left = new Set<string>();
  for (const { effect, judgement } of planned) {
    if (effect.kind === 'remove') left.delete(effect.path);
    if (effect.kind !== 'write' || judgement.verdict === 'refuse') continue;
    for (const { path } of effect.artifact.files) left.add(path);
  }
  return [...left];
}

/** The journal of a run that nothing can continue. */
function unwritten(): Journal {
  return new Journal({ append: async () => {} }, '', undefined);
}

/** What a finished run of the same command and configuration had resolved, while all that it made is still there. */
async function finishedBefore<Spec>(
  { host }: EngineParts<Spec>,
  { request, paths, binding, unfinished }: BegunRun<Spec>,
): Promise<ResolvedInputs | undefined> {
  const { workflow, selection, dryRun } = request;
  if (dryRun || unfinished !== undefined || selection.kind !== 'all' || workflow.repeats === true) return undefined;
  return (await findFinished(host.files, paths, binding))?.resolved;
}

/** Acts, journals it, and leaves the record of a run that is done. */
async function act<Spec>(
  parts: EngineParts<Spec>,
  begun: BegunRun<Spec>,
  ahead: PreviewedRun<Spec>,
  failed: () => void,
): Promise<Secrets> {
  const { files, clock } = parts.host;
  const { request, paths, binding, run, startedAt, unfinished } = begun;
  const { spec, phases, facts, resolved, preview } = ahead;
  const clusterOnly = request.workflow.clusterOnly === true;
  const header: RunHeader = { schema: 1, run, ...binding, startedAt, resolved };
  const folder = clusterOnly ? undefined : (unfinished?.folder ?? (await openRun(files, paths, header)));
  const secrets = await ahead.minting;
  if (folder !== undefined) await storeMinted(files, folder, secrets);
  if (unfinished !== undefined) await removeCutOffWrites(files, unfinished.journal);
  const journal = folder === undefined ? unwritten() : new Journal(files, folder, unfinished?.journal);
  try {
    await perform(parts, phases, spec, secrets, {
      journal,
      earlier: unfinished?.journal,
      shown: new Set(preview.planned.map(({ effect }) => effect.id)),
      signal: request.signal,
      apiTimeoutMs: request.apiTimeoutMs,
      backups: `${paths.backups}/${run}`,
      base: { startedAt: facts.startedAt, node: facts.node },
    });
  } catch (error) {
    await journal.flush();
    if (error instanceof PositionedError) {
      const reconfigurable = request.selection.kind === 'all' && canBeTakenOver(request.workflow, journal.intended);
      error.locate({ run, resumable: !clusterOnly, ...(reconfigurable ? { reconfigurable } : {}) });
    }
    failed();
    throw error;
  }
  if (folder === undefined) return secrets;
  if (phases.some(({ phase }) => phase.forgets === true)) {
    await forgetRuns(files, paths, folder);
    return secrets;
  }
  const left = leftPaths(preview.planned);
  await closeRun(files, paths, folder, { schema: 1, run, ...binding, resolved, finishedAt: clock.now(), paths: left });
  if (request.selection.kind === 'all' && request.workflow.takeOver !== undefined) {
    await dropSuperseded(files, paths, binding);
  }
  return secrets;
}

async function runLocked<Spec>(parts: EngineParts<Spec>, request: RunRequest<Spec>): Promise<RunResult<Spec>> {
  const { host, reporter } = parts;
  const started = host.clock.monotonic();
  const ended = (outcome: RunResult<Spec>['outcome'] | 'failed') =>
    reporter.emit({ kind: 'run-ended', outcome, elapsedMs: host.clock.monotonic() - started });
  const begun = await begin(parts, request);
  const { startedAt } = begun;

  const before = await finishedBefore(parts, begun);
  if (before !== undefined) {
    const { spec, resolved } = await parts.resolveInputs(request.spec, begun.inputs, host, before);
    reporter.emit({ kind: 'inputs-resolved', resolved });
    ended('unchanged');
    return { outcome: 'unchanged', startedAt, spec, secrets: nothingMinted, planned: [], notes: [] };
  }

  const ahead = await lookAhead(parts, begun);
  const { spec, previewed } = ahead;
  const { planned, notes } = ahead.preview;
  if (request.dryRun) {
    const { dryRunDirectory } = request;
    if (dryRunDirectory !== undefined) await writeDryRunFiles(host.files, dryRunDirectory, planned);
    ended('planned');
    return { outcome: 'planned', startedAt, spec, secrets: previewed, planned, notes };
  }
  const secrets = await act(parts, begun, ahead, () => ended('failed'));
  ended('succeeded');
  return { outcome: 'succeeded', startedAt, spec, secrets, planned, notes };
}

/**
 * The life of a command (ARCHITECTURE.md): select, resolve, check, look, mint, preview, then act phase by phase.
 * Everything before acting touches nothing but the lock.
 * @throws the kinds of errors.ts; whatever was acted stays journalled and the same request continues it
 */
export async function runWorkflow<Spec>(parts: EngineParts<Spec>, request: RunRequest<Spec>): Promise<RunResult<Spec>> {
  if (request.dryRun || request.workflow.clusterOnly) return runLocked(parts, request);
  const { lock } = statePaths(parts.host.process);
  const giveBack = await takeLock(parts.host, lock, commandOf(request));
  try {
    return await runLocked(parts, request);
  } finally {
    await giveBack();
  }
}
