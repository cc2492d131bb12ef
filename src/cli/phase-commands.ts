import type { Command } from 'commander';
import type { Phase, Workflow } from '../plan/phase.ts';
import type { Selection } from '../plan/select.ts';
import { addFlags } from './flag-option.ts';
import { globalFlags, runFlags } from './flags.ts';
import { setExample } from './help-text.ts';

type AnyPhase = Phase<never>;

/** What becomes of the commands made here. */
export interface PhaseActions {
  /** A command that runs a phase, or all phases of a group; with the flags of the phase. */
  readonly leaf: (command: Command, selection: Selection, flags: readonly string[], notAlone?: string) => void;
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
  const program = programOf(parent).name();
  const command = parent
    .command(phase.name)
    .summary(phase.short)
    .description(named(phase.long ?? phase.short, program));
  if (phase.aliases !== undefined) command.aliases(phase.aliases);
  if (phase.example !== undefined) setExample(command, `  ${named(phase.example, program)}`);
  if (phase.children === undefined) {
    addFlags(command, leafFlags(phase.flags));
    actions.leaf(command, { kind: 'phase', path }, phase.flags ?? [], phase.notAlone);
    return;
  }
  addFlags(command, globalFlags);
  actions.group(command);
  if (phase.all !== undefined) {
    const all = command.command('all').summary(phase.all.short).description(phase.all.short);
    addFlags(all, leafFlags(phase.all.flags));
    actions.leaf(all, { kind: 'phase', path }, phase.all.flags);
  }
  for (const child of phase.children) addPhase(command, child, `${path}/${child.name}`, actions);
}

/** Texts of phases leave the name of the program open. */
function named(text: string, program: string): string {
  return text.replaceAll('{{program}}', program);
}

function programOf(command: Command): Command {
  return command.parent === null ? command : programOf(command.parent);
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
  const lines = shown.map(
    ({ term, phase }) => `${term.padEnd(width)}${term.startsWith(' ') ? '  ' : ''}${phase.short}`,
  );
  return ['```', ...lines, '```'].join('\n');
}
