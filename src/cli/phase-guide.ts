import type { Phase, Workflow } from '../plan/phase.ts';

/** A phase as its row in a table. */
export interface PhaseGuide {
  /** What --skip-phases takes: `certs/ca`. */
  readonly path: string;
  readonly aliases: readonly string[];
  readonly short: string;
  /** Flags of the phase when it is run alone, without those that every phase has. */
  readonly flags: readonly string[];
  /** Why it cannot run alone, when it cannot. */
  readonly notAlone?: string;
}

/** The phases of a workflow that have a name for users, children after their parents. */
export function phaseGuides(workflow: Workflow<never>): readonly PhaseGuide[] {
  return workflow.phases.flatMap((phase) => guidesOf(phase, ''));
}

function guidesOf(phase: Phase<never>, above: string): readonly PhaseGuide[] {
  if (phase.hidden) return [];
  const path = above + phase.name;
  const { aliases = [], short, flags = [], notAlone, children = [] } = phase;
  const own = { path, aliases, short, flags, ...(notAlone === undefined ? {} : { notAlone }) };
  return [own, ...children.flatMap((child) => guidesOf(child, `${path}/`))];
}
