import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Phase, Workflow } from '../plan/phase.ts';
import { addFlags } from './flag-option.ts';
import { globalFlags, runFlags } from './flags.ts';
import { setExample } from './help-text.ts';
import type { Selection } from './invocation.ts';
import { nearestName } from './nearest.ts';

type AnyPhase = Phase<never>;

/** What becomes of the commands made here. */
export interface PhaseActions {
  /** A command that runs a phase, or all phases of a group. */
  readonly leaf: (command: Command, selection: Selection, notAlone?: string) => void;
  /** A command that only holds others. */
  readonly group: (command: Command) => void;
}

/** Generates, below `phase`, a sub-command for every phase of the workflow that has one. */
export function addPhaseCommands(root: Command, workflow: Workflow<never>, actions: PhaseActions): void {
  root.description(`Runs a single phase of "${workflow.command}", on a machine where all that it builds on is there.`);
  addFlags(root, globalFlags);
  actions.group(root);
  for (const phase of workflow.phases) addPhase(root, phase, phase.name, actions);
}

function addPhase(parent: Command, phase: AnyPhase, path: string, actions: PhaseActions): void {
  if (phase.hidden) return;
  const command = parent.command(phase.name).summary(phase.short).description(phase.long ?? phase.short);
  if (phase.aliases !== undefined) command.aliases(phase.aliases);
  if (phase.example !== undefined) setExample(command, phase.example);
  if (phase.children === undefined) {
    addFlags(command, leafFlags(phase.flags));
    actions.leaf(command, { kind: 'phase', path }, phase.notAlone);
    return;
  }
  addFlags(command, globalFlags);
  actions.group(command);
  if (phase.all !== undefined) {
    const all = command.command('all').summary(phase.all.short).description(phase.all.short);
    addFlags(all, leafFlags(phase.all.flags));
    actions.leaf(all, { kind: 'phase', path });
  }
  for (const child of phase.children) addPhase(command, child, `${path}/${child.name}`, actions);
}

/** A phase names kubeadm's flags; ours come with every phase. */
function leafFlags(flags: readonly string[] = []): readonly string[] {
  return [...new Set([...flags, ...runFlags, ...globalFlags])];
}

/** The phases of a workflow as a list in its help, children below their parents. */
export function phaseList(workflow: Workflow<never>): string {
  const rows = workflow.phases.flatMap((phase) => [
    { term: phase.name, phase },
    ...(phase.children ?? []).map((child) => ({ term: `  /${child.name}`, phase: child })),
  ]);
  const shown = rows.filter(({ phase }) => !phase.hidden);
  const width = Math.max(...shown.map(({ term }) => term.length)) + 2;
  const lines = shown.map(({ term, phase }) => `${term.padEnd(width)}${term.startsWith(' ') ? '  ' : ''}${phase.short}`);
  return ['```', ...lines, '```'].join('\n');
}

/** Refuses names for --skip-phases that no phase has. */
export function checkPhaseNames(workflow: Workflow<never>, names: readonly string[]): void {
  const known = phasePaths(workflow.phases, '');
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = nearestName(name, known);
    throw new UsageError(`invalid phase name: ${name}`, meant === undefined ? {} : { hint: `the nearest known phase is ${meant}` });
  }
}

function phasePaths(phases: readonly AnyPhase[], prefix: string): string[] {
  return phases.flatMap((phase) => [
    prefix + phase.name,
    ...phasePaths(phase.children ?? [], `${prefix}${phase.name}/`),
  ]);
}
