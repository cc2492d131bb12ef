import { ConfigError, RefusedError } from '../errors.ts';
import type { Reporter } from '../plan/event.ts';
import type { Facts } from '../plan/facts.ts';
import type { Mint, Secrets } from '../plan/phase.ts';
import type { PathedPhase } from '../plan/select.ts';
import type { BegunRun } from './begin.ts';
import { checkMachine } from './check-machine.ts';
import { gatherFacts } from './gather-facts.ts';
import { mintKeys, mintTexts, nothingMinted } from './minted.ts';
import type { EngineParts, ResolvedInputs } from './parts.ts';
import { type Preview, previewRun } from './preview.ts';
import { checkAndResolve } from './resolve-cluster.ts';
import { withoutLeft } from './superseded.ts';

/** A run whose machine and cluster are known: what is wanted, what is there, what will be done. */
export interface PreviewedRun<Spec> {
  readonly spec: Spec;
  readonly phases: readonly PathedPhase<Spec>[];
  readonly facts: Facts;
  readonly resolved: ResolvedInputs;
  readonly preview: Preview;
  /** Secrets as far as the preview needed them. */
  readonly previewed: Secrets;
  /** All secrets; keys may still be in the making. */
  readonly minting: Promise<Secrets>;
}

function wantedMints<Spec>(phases: readonly PathedPhase<Spec>[], spec: Spec, facts: Facts): readonly Mint[] {
  const mints = new Map<string, Mint>();
  for (const { phase } of phases)
    for (const entry of phase.mints?.({ spec, facts }) ?? []) mints.set(entry.name, entry);
  return [...mints.values()];
}

function warn(reporter: Reporter, text: string): void {
  reporter.emit({ kind: 'note', note: { level: 'warning', text } });
}

/**
 * Everything before acting: resolve, check, look, mint, preview. Touches nothing.
 * @throws ConfigError, PreflightError, RefusedError with all that stands against the run
 */
export async function lookAhead<Spec>(parts: EngineParts<Spec>, begun: BegunRun<Spec>): Promise<PreviewedRun<Spec>> {
  const { host, reporter } = parts;
  const { request, unfinished, takeOver, inputs, startedAt } = begun;
  if (takeOver.obstacle !== undefined) warn(reporter, takeOver.obstacle);
  const known = await parts.resolveInputs(request.spec, inputs, host, unfinished?.header.resolved);
  reporter.emit({ kind: 'inputs-resolved', resolved: known.resolved });
  for (const { message, hint } of known.warnings) {
    warn(reporter, hint === undefined ? message : `${message} (${hint})`);
  }
  const leniency = { ignored: request.ignorePreflightErrors, unfinished, takeOver };
  const { spec, kept } = await checkAndResolve(parts, begun.phases, known.spec, inputs, request.signal, leniency);
  const phases = begun.phases.filter(({ phase }) => phase.runIf?.(spec) !== false);
  const { guard } = request.workflow;
  const facts = await gatherFacts(parts, guard, phases, spec, startedAt, inputs);
  const expected = withoutLeft(takeOver, spec, facts);
  const guarded = guard?.check(spec, expected);
  for (const text of guarded?.warnings ?? []) warn(reporter, text);
  if (guarded !== undefined && guarded.issues.length > 0) {
    throw new ConfigError('the files on this machine do not go with the configuration', guarded.issues);
  }

  const mints = request.dryRun && request.dryRunDirectory === undefined ? [] : wantedMints(phases, spec, expected);
  const texts = mintTexts(mints, host.random, {
    keys: unfinished?.secrets.keys ?? nothingMinted.keys,
    texts: new Map([...(unfinished?.secrets.texts ?? []), ...(kept ?? [])]),
  });
  // Keys are made in the thread pool while the checks look at the machine; a failed check is the error to show.
  const minting = mintKeys(mints, host.random, texts);
  minting.catch(() => {});
  await checkMachine(parts, phases, 'checks', spec, leniency);

  const looking = { host, progress: () => {}, signal: request.signal, apiTimeoutMs: request.apiTimeoutMs };
  // Whether something is there already does not depend on what new keys are; only files that are shown to somebody do.
  const previewed = request.dryRunDirectory === undefined ? texts : await minting;
  const preview = await previewRun(parts, phases, spec, facts, previewed, looking);
  if (preview.refusals.length > 0) throw new RefusedError('nothing was done', preview.refusals);
  return { spec, phases, facts, resolved: known.resolved, preview, previewed, minting };
}
