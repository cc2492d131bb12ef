import { ConfigError, type Finding, PositionedError, PreflightError, RefusedError } from '../errors.ts';
import type { Event, Reporter } from '../plan/event.ts';
import type { Facts, Look } from '../plan/facts.ts';
import type { Guard, Input, Mint, Secrets, Workflow } from '../plan/phase.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import type { Secret } from '../plan/secret.ts';
import { type PathedPhase, type Selection, selectPhases } from '../plan/select.ts';
import { writeDryRunFiles } from './dry-run-files.ts';
import { Journal, type RunHeader } from './journal.ts';
import { takeLock } from './lock.ts';
import { mintKeys, mintTexts, nothingMinted, storeMinted } from './minted.ts';
import type { EngineParts } from './parts.ts';
import { perform } from './perform.ts';
import { type Preview, previewRun } from './preview.ts';
import {
  closeRun,
  digestOf,
  dropSuperseded,
  findFinished,
  findUnfinished,
  forgetRuns,
  openRun,
  runName,
  type UnfinishedRun,
} from './runs.ts';
import { machineId, statePaths } from './store.ts';
import { canBeTakenOver, isTakenAway, prepareTakeOver, type TakeOver, withoutLeft } from './superseded.ts';

/** One command, ready to be run. */
export interface RunRequest<Spec> {
  readonly workflow: Workflow<Spec>;
  readonly selection: Selection;
  readonly skipPhases: readonly string[];
  readonly spec: Spec;
  readonly ignorePreflightErrors: readonly string[];
  readonly dryRun: boolean;
  /** Folder that gets the artefacts of a dry run (KUBEADM_INIT_DRYRUN_DIR), only if set. */
  readonly dryRunDirectory?: string;
  readonly apiTimeoutMs: number;
  /** Stops the run between two effects; its reason is the signal's name. */
  readonly signal: AbortSignal;
}

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

function commandOf<Spec>(request: RunRequest<Spec>): string {
  const { workflow, selection } = request;
  return selection.kind === 'all' ? workflow.command : `${workflow.command} phase ${selection.path}`;
}

function isIgnored(name: string, ignored: readonly string[]): boolean {
  return ignored.some((entry) => entry.toLowerCase() === 'all' || entry.toLowerCase() === name.toLowerCase());
}

/** A left-over of our own unfinished run is no reason to stop: that run's journal says that we made it. */
function explains(unfinished: UnfinishedRun | undefined, finding: Finding): boolean {
  if (unfinished === undefined || finding.about === undefined) return false;
  const { kind, value } = finding.about;
  if (kind === 'path')
    return [...unfinished.journal.paths].some((path) => path === value || path.startsWith(`${value}/`));
  // What a phase leaves unfinished when it is stopped half-way.
  if (kind === 'phase') return [...unfinished.journal.intended].some((id) => id.startsWith(`${value}:`));
  // Ports and services are ours once the kubelet may have been started.
  return [...unfinished.journal.intended].some((id) => id.startsWith('kubelet-start:'));
}

async function checkMachine<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  round: 'firstChecks' | 'checks',
  spec: Spec,
  ignored: readonly string[],
  unfinished: UnfinishedRun | undefined,
  takeOver: TakeOver<Spec>,
): Promise<void> {
  const fatal: Finding[] = [];
  for (const { path, phase } of phases) {
    const named = phase[round];
    const set = typeof named === 'function' ? named(spec) : named;
    if (set === undefined) continue;
    parts.reporter.emit({ kind: 'checks-started', phase: path });
    for (const finding of await parts.runChecks(set, spec, parts.host)) {
      const explained = explains(unfinished, finding) || isTakenAway(takeOver, finding);
      const ignoredHere = isIgnored(finding.name, ignored);
      if (finding.severity === 'error' && !explained && !ignoredHere) fatal.push(finding);
      parts.reporter.emit({ kind: 'finding', finding, ignored: ignoredHere, explained });
    }
  }
  if (fatal.length > 0) throw new PreflightError('preflight checks failed', fatal);
}

async function gatherFacts<Spec>(
  parts: EngineParts<Spec>,
  guard: Guard<Spec> | undefined,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  startedAt: number,
  inputs: ReadonlySet<Input>,
): Promise<Facts> {
  const looks = new Map<string, Look>();
  for (const look of guard?.looks(spec) ?? []) looks.set(JSON.stringify(look), look);
  for (const { phase } of phases) {
    for (const look of phase.looks?.(spec) ?? []) looks.set(JSON.stringify(look), look);
    for (const need of phase.needs?.(spec) ?? []) {
      const look: Look = { kind: 'file', path: need.path };
      looks.set(JSON.stringify(look), look);
    }
  }
  const [node, seen] = await Promise.all([
    parts.observeNode(parts.host, inputs),
    parts.carryOutLooks([...looks.values()], parts.host),
  ]);
  return { startedAt, node, ...seen };
}

/** A failure is told as one of the first phase that cannot do without the cluster. */
async function resolveCluster<Spec>(
  { resolveCluster: resolve, host }: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  inputs: ReadonlySet<Input>,
  unfinished: UnfinishedRun | undefined,
  { signal, emit }: { readonly signal: AbortSignal; readonly emit: Reporter['emit'] },
): Promise<{ readonly spec: Spec; readonly kept?: ReadonlyMap<string, Secret> }> {
  try {
    return (await resolve?.(spec, inputs, host, signal, unfinished?.secrets.texts ?? new Map(), emit)) ?? { spec };
  } catch (error) {
    const asking = phases.find(({ phase }) => phase.reads?.includes('cluster'));
    if (error instanceof PositionedError && asking !== undefined) error.locate({ phase: asking.path });
    throw error;
  }
}

/** The first checks, and the answer of the cluster. A machine that is not fit is the error to show, whatever the cluster says. */
async function checkAndResolve<Spec>(
  parts: EngineParts<Spec>,
  request: RunRequest<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  inputs: ReadonlySet<Input>,
  { unfinished, takeOver }: { readonly unfinished: UnfinishedRun | undefined; readonly takeOver: TakeOver<Spec> },
): Promise<{ readonly spec: Spec; readonly kept?: ReadonlyMap<string, Secret> }> {
  const unfit = new AbortController();
  const signal = AbortSignal.any([request.signal, unfit.signal]);
  const { emit, release } = holdBack(parts.reporter);
  const ask = () => resolveCluster(parts, phases, spec, inputs, unfinished, { signal, emit });
  const needed = inputs.has('cluster');
  const asked = needed && parts.asksAhead === true ? ask() : undefined;
  asked?.catch(() => {});
  try {
    await checkMachine(parts, phases, 'firstChecks', spec, request.ignorePreflightErrors, unfinished, takeOver);
  } catch (error) {
    unfit.abort('the machine is not fit');
    throw error;
  }
  release();
  return needed ? (asked ?? ask()) : { spec };
}

/** A way to emit events that come out only after `release`. */
function holdBack(reporter: Reporter): { readonly emit: Reporter['emit']; readonly release: () => void } {
  const held: Event[] = [];
  let isReleased = false;
  return {
    emit: (event) => {
      if (isReleased) reporter.emit(event);
      else held.push(event);
    },
    release: () => {
      isReleased = true;
      for (const event of held) reporter.emit(event);
    },
  };
}

function wantedMints<Spec>(phases: readonly PathedPhase<Spec>[], spec: Spec, facts: Facts): readonly Mint[] {
  const mints = new Map<string, Mint>();
  for (const { phase } of phases)
    for (const entry of phase.mints?.({ spec, facts }) ?? []) mints.set(entry.name, entry);
  return [...mints.values()];
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

async function runLocked<Spec>(parts: EngineParts<Spec>, request: RunRequest<Spec>): Promise<RunResult<Spec>> {
  const { host, reporter } = parts;
  const started = host.clock.monotonic();
  const command = commandOf(request);
  const selected = selectPhases(request.workflow, request.selection, request.skipPhases);
  const paths = statePaths(host.process);
  const binding = {
    machineId: await machineId(host.files),
    command,
    digest: digestOf(command, `${parts.canonicalSpec(request.spec)}\n${request.skipPhases.join()}`),
  };
  const { repeats, clusterOnly } = request.workflow;
  const unfinished = request.dryRun || clusterOnly ? undefined : await findUnfinished(host.files, paths, binding);
  const takeOver: TakeOver<Spec> =
    request.selection.kind === 'all'
      ? await prepareTakeOver(host.files, paths, binding, request.workflow, unfinished)
      : { phases: [], left: [] };
  const all = [...takeOver.phases, ...selected];
  const inputs = new Set<Input>(all.flatMap(({ phase }) => phase.reads ?? []));
  const startedAt = unfinished?.header.startedAt ?? host.clock.now();
  const run = unfinished?.header.run ?? runName(host, startedAt);
  reporter.emit({
    kind: 'run-started',
    command,
    run,
    continued: unfinished !== undefined,
    dryRun: request.dryRun,
    phases: all.map(({ path }) => path),
  });

  if (!request.dryRun && unfinished === undefined && request.selection.kind === 'all' && repeats !== true) {
    const finished = await findFinished(host.files, paths, binding);
    if (finished !== undefined) {
      const { spec, resolved } = await parts.resolveInputs(request.spec, inputs, host, finished.resolved);
      reporter.emit({ kind: 'inputs-resolved', resolved });
      reporter.emit({ kind: 'run-ended', outcome: 'unchanged', elapsedMs: host.clock.monotonic() - started });
      return { outcome: 'unchanged', startedAt, spec, secrets: nothingMinted, planned: [], notes: [] };
    }
  }

  if (takeOver.obstacle !== undefined) {
    reporter.emit({ kind: 'note', note: { level: 'warning', text: takeOver.obstacle } });
  }
  const {
    spec: local,
    resolved,
    warnings,
  } = await parts.resolveInputs(request.spec, inputs, host, unfinished?.header.resolved);
  reporter.emit({ kind: 'inputs-resolved', resolved });
  for (const { message, hint } of warnings) {
    reporter.emit({
      kind: 'note',
      note: { level: 'warning', text: hint === undefined ? message : `${message} (${hint})` },
    });
  }
  const { spec, kept } = await checkAndResolve(parts, request, all, local, inputs, { unfinished, takeOver });
  const phases = all.filter(({ phase }) => phase.runIf?.(spec) !== false);
  const { guard } = request.workflow;
  const facts = await gatherFacts(parts, guard, phases, spec, startedAt, inputs);
  const expected = withoutLeft(takeOver, spec, facts);
  const guarded = guard?.check(spec, expected);
  for (const text of guarded?.warnings ?? []) reporter.emit({ kind: 'note', note: { level: 'warning', text } });
  if (guarded !== undefined && guarded.issues.length > 0) {
    throw new ConfigError('the files on this machine do not go with the configuration', guarded.issues);
  }

  const mints = request.dryRun && request.dryRunDirectory === undefined ? [] : wantedMints(phases, spec, expected);
  const known = mintTexts(mints, host.random, {
    keys: unfinished?.secrets.keys ?? nothingMinted.keys,
    texts: new Map([...(unfinished?.secrets.texts ?? []), ...(kept ?? [])]),
  });
  // Keys are made in the thread pool while the checks look at the machine; a failed check is the error to show.
  const minting = mintKeys(mints, host.random, known);
  minting.catch(() => {});
  await checkMachine(parts, phases, 'checks', spec, request.ignorePreflightErrors, unfinished, takeOver);

  const looking = { host, progress: () => {}, signal: request.signal, apiTimeoutMs: request.apiTimeoutMs };
  // Whether something is there already does not depend on what new keys are; only files that are shown to somebody do.
  const previewed = request.dryRunDirectory === undefined ? known : await minting;
  const preview = await previewRun(parts, phases, spec, facts, previewed, looking);
  if (preview.refusals.length > 0) throw new RefusedError('nothing was done', preview.refusals);
  if (request.dryRun) {
    if (request.dryRunDirectory !== undefined)
      await writeDryRunFiles(host.files, request.dryRunDirectory, preview.planned);
    reporter.emit({ kind: 'run-ended', outcome: 'planned', elapsedMs: host.clock.monotonic() - started });
    return { outcome: 'planned', startedAt, spec, secrets: previewed, planned: preview.planned, notes: preview.notes };
  }

  const header: RunHeader = { schema: 1, run, ...binding, startedAt, resolved };
  const folder = clusterOnly ? undefined : (unfinished?.folder ?? (await openRun(host.files, paths, header)));
  const secrets = await minting;
  if (folder !== undefined) await storeMinted(host.files, folder, secrets);
  const journal = folder === undefined ? unwritten() : new Journal(host.files, folder, unfinished?.journal);
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
      error.locate({ run, resumable: clusterOnly !== true, ...(reconfigurable ? { reconfigurable } : {}) });
    }
    reporter.emit({ kind: 'run-ended', outcome: 'failed', elapsedMs: host.clock.monotonic() - started });
    throw error;
  }
  if (folder !== undefined && phases.some(({ phase }) => phase.forgets === true)) {
    await forgetRuns(host.files, paths, folder);
  } else if (folder !== undefined) {
    await closeRun(host.files, paths, folder, {
      schema: 1,
      run,
      ...binding,
      resolved,
      finishedAt: host.clock.now(),
      paths: leftPaths(preview.planned),
    });
    if (request.selection.kind === 'all' && request.workflow.takeOver !== undefined) {
      await dropSuperseded(host.files, paths, binding);
    }
  }
  reporter.emit({ kind: 'run-ended', outcome: 'succeeded', elapsedMs: host.clock.monotonic() - started });
  return { outcome: 'succeeded', startedAt, spec, secrets, planned: preview.planned, notes: preview.notes };
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
