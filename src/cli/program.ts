import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import type { Workflow } from '../plan/phase.ts';
import { flatten, selectPhases } from '../plan/select.ts';
import { nearestName } from '../spec/nearest-name.ts';
import { readCommandLine } from './command-line.ts';
import { addDirectCommands, directCommandNames } from './direct-commands.ts';
import { addFlags, type FlagValues, flagValues } from './flag-option.ts';
import { globalFlags, runFlags, versionOutput } from './flags.ts';
import { argumentOf, commandPath, formatHelp, setArgument } from './help-text.ts';
import { type HelpTopic, helpTopics } from './help-topics.ts';
import type { HelpInvocation, Invocation, VersionInvocation } from './invocation.ts';
import { addPhaseCommands, type PhaseActions, phaseList } from './phase-commands.ts';
import type { ProgramName } from './program-name.ts';
import type { WorkflowCommand } from './workflow-commands.ts';
import { optional, verbosityOf, workflowInvocation } from './workflow-invocation.ts';

/** What the command tree is made from. */
export interface ProgramParts {
  readonly name: ProgramName;
  /** Width of the terminal that help is shown in; undefined leaves long lines alone. */
  readonly columns?: number;
  /** The commands that have phases. */
  readonly workflows: readonly WorkflowCommand[];
}

/** A command line as plain data. What cannot be understood is a UsageError. */
export async function readInvocation(argv: readonly string[], parts: ProgramParts): Promise<Invocation> {
  if (argv[0] === '__complete') return await completion(argv.slice(1), parts);
  let invocation: Invocation | undefined;
  const root = await buildProgram(argv, parts, (made) => {
    invocation = made;
  });
  const line = readCommandLine(root, argv);
  line.command.parse([...line.words], { from: 'user' });
  if (invocation === undefined) throw new Error('the command line led to no invocation');
  return invocation;
}

type Found = (invocation: Invocation) => void;

/** What may stand at the cursor. Scripts that kubeadm made ask without `--` and want numbers (cobra's directives). */
async function completion(words: readonly string[], parts: ProgramParts): Promise<Invocation> {
  const { complete } = await import('./complete.ts');
  const ours = words[0] === '--';
  const asked = ours ? words.slice(1) : words;
  const found = complete(await buildProgram(asked, parts, () => {}), asked);
  const { cobraCompletionText, completionText } = await import('./completion-script.ts');
  return { kind: 'print', text: (ours ? completionText : cobraCompletionText)(found), verbosity: 0 };
}

/** The whole tree of commands, with what is below each, for documents about it. */
export function commandTree(parts: ProgramParts): Promise<Command> {
  const names = [...parts.workflows.flatMap(({ name }) => name.split(' ')), ...directCommandNames];
  return buildProgram(names, parts, () => {});
}

async function buildProgram(argv: readonly string[], parts: ProgramParts, found: Found): Promise<Command> {
  const root = new Command(parts.name)
    .description(rootDescription(parts.name))
    .helpOption(false)
    .helpCommand(false)
    .allowExcessArguments(true)
    .exitOverride()
    .configureHelp({ sortSubcommands: true, sortOptions: true, formatHelp })
    .configureOutput({ getOutHelpWidth: () => parts.columns ?? Number.POSITIVE_INFINITY });
  addFlags(root, globalFlags);
  finish(root, found, () => help(root));
  addDirectCommands(root, argv, {
    leaf: (command, invocation) => finish(command, found, invocation),
    group: (command) => finish(command, found, (values) => subCommandMissing(command, values)),
  });
  for (const record of parts.workflows) {
    addWorkflow(root, record, mayBeAbout(record, argv) ? await record.load() : undefined, found);
  }
  addVersion(root, found);
  addCompletion(root, argv.includes('completion') ? await import('./completion-script.ts') : undefined, found);
  addHelp(root, found);
  return root;
}

/** A command of the table, with a sub-command for each of its phases; undefined leaves it empty (it was not typed). */
function addWorkflow(
  root: Command,
  record: WorkflowCommand,
  workflow: Workflow<never> | undefined,
  found: Found,
): void {
  const { name, summary, argument, flags } = record;
  const command = parentOf(root, name).command(name.split(' ').at(-1)!).summary(summary);
  const short = record.short
    ? root.command('phase', { hidden: root.name() === 'kubeadm' }).summary(`Short for "${name} phase"`)
    : undefined;
  if (workflow === undefined) return;
  command.description(`${summary}.\n\nThe "${name}" command runs these phases:\n${phaseList(workflow)}`);
  addFlags(command, [...flags, ...runFlags, ...globalFlags]);
  if (argument !== undefined) setArgument(command, argument.name);
  finish(command, found, (values) => {
    const invocation = workflowInvocation(name, { kind: 'all' }, values, root.name(), 'refuse', record);
    // Names of phases to skip are judged here already, before the configuration is read.
    suggestPhases(workflow, invocation.skipPhases);
    selectPhases(workflow, invocation.selection, invocation.skipPhases);
    return invocation;
  });
  const leaf: PhaseActions['leaf'] = (phase, selection, phaseFlags, notAlone) => {
    if (argument !== undefined && phaseFlags.includes(argument.with)) setArgument(phase, argument.name);
    finish(phase, found, (values) => {
      if (notAlone !== undefined) throw new UsageError(`${commandPath(phase)} cannot run alone: ${notAlone}`);
      return workflowInvocation(name, selection, values, root.name(), 'refuse', record);
    });
  };
  const group: PhaseActions['group'] = (phase) => finish(phase, found, (values) => subCommandMissing(phase, values));
  addPhaseCommands(command.command('phase').summary(`Run a single phase of "${name}"`), workflow, { leaf, group });
  if (short !== undefined) addPhaseCommands(short, workflow, { leaf, group });
}

/**
 * Names that are near to one of a phase get it for a hint; all others are left to the selection, which lists them.
 * @throws UsageError
 */
function suggestPhases({ phases }: Workflow<never>, names: readonly string[]): void {
  const known = flatten(phases).map(({ path }) => path);
  const unknown = names.filter((name) => !known.includes(name));
  const meant = unknown.map((name) => nearestName(name, known));
  if (unknown.length === 0 || meant.includes(undefined)) return;
  throw new UsageError(`invalid phase name: ${unknown.join(', ')}`, {
    hint: `the nearest known ${meant.length === 1 ? 'phase is' : 'phases are'} ${meant.join(', ')}`,
  });
}

/** The command that the words before the last one name. */
function parentOf(root: Command, name: string): Command {
  return name
    .split(' ')
    .slice(0, -1)
    .reduce((parent, word) => parent.commands.find((each) => each.name() === word)!, root);
}

/** Whether the words typed may be about a command, or about its short form. */
function mayBeAbout({ name, short }: WorkflowCommand, argv: readonly string[]): boolean {
  return argv.includes(name.split(' ').at(-1)!) || (short === true && argv.includes('phase'));
}

function addVersion(root: Command, found: Found): void {
  const version = root
    .command('version')
    .summary('Print the version')
    .description(`Print the version of ${root.name()}.`);
  addFlags(version, [versionOutput, ...globalFlags]);
  finish(version, found, (values) => ({
    kind: 'version',
    output: ((values.get('output') as string | undefined) ?? '') as VersionInvocation['output'],
    verbosity: verbosityOf(values),
    ...optional('rootfs', (values.get('rootfs') as string | undefined) || undefined),
  }));
}

/** @param scripts undefined where `completion` was not typed: most starts have no use for them */
function addCompletion(
  root: Command,
  scripts: typeof import('./completion-script.ts') | undefined,
  found: Found,
): void {
  const command = root
    .command('completion')
    .summary('Print what a shell needs to complete commands and flags')
    .description(
      `Prints a script that makes a shell complete the commands, flags, phases and values of ${root.name()}. Load it into the current shell:

    source <(${root.name()} completion bash)

in zsh (5.2 or newer) the same with "zsh", in fish "${root.name()} completion fish | source".`,
    );
  addFlags(command, globalFlags);
  if (scripts === undefined) return;
  const { completionScript, shells } = scripts;
  command.action(() => {
    const values = flagValues(command);
    if (values.get('help') === true) return found(help(command, values));
    const [shell, ...more] = command.args;
    const known = shells.find((each) => each === shell);
    if (known === undefined || more.length > 0) {
      throw new UsageError(
        more.length > 0
          ? `one shell at a time: ${command.args.join(', ')}`
          : shell === undefined
            ? 'no shell was named'
            : `there is no completion for the shell ${JSON.stringify(shell)}`,
        { hint: `shells are ${shells.join(', ')}` },
      );
    }
    found({ kind: 'print', text: completionScript(known, root.name()), verbosity: verbosityOf(values) });
  });
}

function addHelp(root: Command, found: Found): void {
  const command = root.command('help').summary('Help about any command').description('Help about any command.');
  addFlags(command, globalFlags);
  for (const [topic, summary] of Object.entries(helpTopics)) {
    // kubeadm has no topics.
    const about = command
      .command(topic, { hidden: root.name() === 'kubeadm' })
      .summary(summary)
      .description(`${summary}.`);
    addFlags(about, ['output', ...globalFlags]);
    finish(about, found, (values) => ({
      kind: 'topic',
      topic: topic as HelpTopic,
      output: (values.get('output') ?? 'text') as 'text' | 'json',
      verbosity: verbosityOf(values),
    }));
  }
  command.action(() => {
    const values = flagValues(command);
    if (values.get('help') === true) return found(help(command, values));
    let topic = root;
    for (const name of command.args) {
      const child = topic.commands.find((each) => each.name() === name || each.aliases().includes(name));
      if (child === undefined && topic === root) return found(unknownTopic(root, command.args, values));
      topic = child ?? topic;
    }
    found(help(topic, values));
  });
}

/** Gives a command its action: help when asked for, a complaint about words it has no use for, else the invocation. */
function finish(command: Command, found: Found, invocation: (values: FlagValues) => Invocation): void {
  command.action(() => {
    const values = flagValues(command);
    const argument = argumentOf(command);
    const several = argument?.several === true;
    const [word, extra] = argument === undefined ? [undefined, ...command.args] : several ? [] : command.args;
    const atRoot = command.parent === null;
    if (values.get('help') === true && !(atRoot && extra !== undefined)) return found(help(command, values));
    if (argument !== undefined && extra !== undefined) {
      throw new UsageError(
        `${commandPath(command)} takes one [${argument.name}] at most, and ${command.args.length} words were given`,
      );
    }
    if (extra !== undefined && !(atRoot && extra === '')) throw unknownCommand(command, extra);
    const given: Json | undefined = several && command.args.length > 0 ? command.args : word;
    found(
      invocation(argument === undefined || given === undefined ? values : new Map([[argument.name, given], ...values])),
    );
  });
}

function help(command: Command, values?: FlagValues): HelpInvocation {
  return {
    kind: 'help',
    text: command.helpInformation(),
    stream: 'stdout',
    verbosity: values === undefined ? 0 : verbosityOf(values),
  };
}

function subCommandMissing(command: Command, values: FlagValues): Invocation {
  return { ...help(command, values), wrong: 'subcommand is required' };
}

function unknownTopic(root: Command, words: readonly string[], values: FlagValues): Invocation {
  const names = [
    ...root
      .createHelp()
      .visibleCommands(root)
      .map((each) => each.name()),
    ...Object.keys(helpTopics),
  ];
  const meant = nearestName(words[0]!, names);
  return {
    kind: 'help',
    text: `Unknown help topic ${JSON.stringify(words.join(' '))}${meant === undefined ? '' : `; the nearest is ${meant}`}\n${root.helpInformation()}`,
    stream: 'stderr',
    verbosity: verbosityOf(values),
  };
}

function unknownCommand(command: Command, word: string): UsageError {
  const names = command.commands.flatMap((child) => [child.name(), ...child.aliases()]);
  const meant = nearestName(word, names);
  return new UsageError(
    `unknown command ${JSON.stringify(word)} for "${commandPath(command)}"`,
    meant === undefined ? {} : { hint: `the nearest known command is ${meant}` },
  );
}

function rootDescription(name: ProgramName): string {
  return `${name} sets up Kubernetes nodes.

On the first machine, which becomes a control-plane node:

    ${name} init

On every further machine, with what init printed:

    ${name} join <arguments>`;
}
