import { type Finding, PreflightError } from '../errors.ts';
import type { PathedPhase } from '../plan/select.ts';
import type { EngineParts } from './parts.ts';
import type { UnfinishedRun } from './runs.ts';
import { isTakenAway, type TakeOver } from './superseded.ts';

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

/** What findings are held against. */
export interface Leniency<Spec> {
  /** Names of checks whose errors do not stop the run. */
  readonly ignored: readonly string[];
  /** Its left-overs are no findings. */
  readonly unfinished: UnfinishedRun | undefined;
  /** What this takes away is no finding either. */
  readonly takeOver: TakeOver<Spec>;
}

/**
 * Runs the checks that phases name for a round and tells of every finding.
 * @throws PreflightError with all findings that stop the run
 */
export async function checkMachine<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  round: 'firstChecks' | 'checks',
  spec: Spec,
  { ignored, unfinished, takeOver }: Leniency<Spec>,
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
