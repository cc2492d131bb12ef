import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import type { Workflow } from '../plan/phase.ts';
import { type Selection, selectPhases } from '../plan/select.ts';
import { nearestName } from '../spec/nearest-name.ts';
import { readCommandLine } from './command-line.ts';
import { addDirectCommands } from './direct-commands.ts';
import { addFlags, type FlagValues, flagValues } from './flag-option.ts';
import { globalFlags, initFlags, runFlags, versionOutput } from './flags.ts';
import { commandPath, formatHelp } from './help-text.ts';
import type { HelpInvocation, Invocation, VersionInvocation } from './invocation.ts';
import { addPhaseCommands, phaseList } from './phase-commands.ts';
import type { ProgramName } from './program-name.ts';
import { optional, verbosityOf, workflowInvocation } from './workflow-invocation.ts';

/** What the command tree is made from. */
export interface ProgramParts {
  readonly name: ProgramName;
  /** Width of the terminal that help is shown in; undefined leaves long lines alone. */
  readonly columns?: number;
  /** The phases of `init`; asked for only when the command line may be about them, because they pull in much code. */
  readonly loadInit: () => Promise<Workflow<never>>;
}

/** A command line as plain data. What cannot be understood is a UsageError. */
export async function readInvocation(argv: readonly string[], parts: ProgramParts): Promise<Invocation> {
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
  const aboutInit = argv.includes('init') || argv.includes('phase');
  addInit(root, parts, aboutInit ? await parts.loadInit() : undefined, found);
  addDirectCommands(root, {
    leaf: (command, invocation) => finish(command, found, invocation),
    group: (command) => finish(command, found, (values) => subCommandMissing(command, values)),
  });
  addVersion(root, found);
  addHelp(root, found);
  return root;
}

function addInit(root: Command, parts: ProgramParts, workflow: Workflow<never> | undefined, found: Found): void {
  const init = root.command('init').summary('Set up this machine as the first control-plane node of a new cluster');
  const short = root.command('phase', { hidden: parts.name === 'kubeadm' }).summary('Short for "init phase"');
  if (workflow === undefined) return; // then neither is what was typed
  init.description(`${init.summary()}.\n\nThe "init" command runs these phases:\n${phaseList(workflow)}`);
  addFlags(init, [...initFlags, ...runFlags, ...globalFlags]);
  finish(init, found, (values) => {
    const invocation = workflowInvocation('init', { kind: 'all' }, values, parts.name);
    // Names of phases to skip are judged here already, before the configuration is read.
    selectPhases(workflow, invocation.selection, invocation.skipPhases);
    return invocation;
  });
  const leaf = (command: Command, selection: Selection, notAlone?: string): void =>
    finish(command, found, (values) => {
      if (notAlone !== undefined) throw new UsageError(`${commandPath(command)} cannot run alone: ${notAlone}`);
      return workflowInvocation('init', selection, values, parts.name);
    });
  const group = (command: Command): void => finish(command, found, (values) => subCommandMissing(command, values));
  addPhaseCommands(init.command('phase').summary('Run a single phase of "init"'), workflow, { leaf, group });
  addPhaseCommands(short, workflow, { leaf, group });
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

function addHelp(root: Command, found: Found): void {
  const command = root.command('help').summary('Help about any command').description('Help about any command.');
  addFlags(command, globalFlags);
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
    const [extra] = command.args;
    const atRoot = command.parent === null;
    if (values.get('help') === true && !(atRoot && extra !== undefined)) return found(help(command, values));
    if (extra !== undefined && !(atRoot && extra === '')) throw unknownCommand(command, extra);
    found(invocation(values));
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
  return {
    kind: 'help',
    text: `Unknown help topic ${JSON.stringify(words.join(' '))}\n${root.helpInformation()}`,
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
