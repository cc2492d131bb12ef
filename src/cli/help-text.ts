import type { Command, Help } from 'commander';
import { FlagOption, flagsOf } from './flag-option.ts';
import { type Flag, globalFlags } from './flags.ts';

/** What kubeadm's help calls the value of a flag. */
const valueNames: { readonly [type in Flag['type']]: string } = {
  string: 'string',
  int: 'int',
  int32: 'int32',
  bool: '',
  strings: 'strings',
  duration: 'duration',
  gates: 'string',
  args: 'strings',
  level: 'Level',
  modules: 'moduleSpec',
};

/**
 * The help of a command in the shape of kubeadm's, from what commander knows of it. Long texts are folded only where
 * the width is known, that is in a terminal.
 */
export function formatHelp(command: Command, helper: Help): string {
  const path = commandPath(command);
  const children = helper.visibleCommands(command);
  const flags = helper.visibleOptions(command).filter((option) => option instanceof FlagOption);
  const inherited = (flag: Flag): boolean =>
    globalFlags.includes(flag.name) || (flag.persistent === true && flagsOf(command.parent!).includes(flag));
  const local = flags.filter(({ flag }) => !inherited(flag) || flag.name === 'help');
  const global = flags.filter((option) => !local.includes(option));
  const argument = argumentOf(command);
  const usage = [
    ...(children.length === 0 || command.parent
      ? [`  ${path} ${argument === undefined ? '' : `[${argument.name}]${argument.several ? '...' : ''} `}[flags]`]
      : []),
    ...(children.length > 0 ? [`  ${path} [command]`] : []),
  ];
  const sections = [
    (command.description() || command.summary()).trimEnd(),
    section('Usage', usage),
    command.aliases().length > 0 ? section('Aliases', [`  ${[command.name(), ...command.aliases()].join(', ')}`]) : '',
    exampleOf(command) === undefined ? '' : section('Examples', [exampleOf(command)!]),
    section('Available Commands', commandLines(children, helper)),
    section('Flags', flagLines(local, helper)),
    section('Global Flags', flagLines(global, helper)),
    children.length === 0 ? '' : `Use "${path} [command] --help" for more information about a command.`,
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** `kubeadm init phase certs`. */
export function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}

/** What a command takes beside flags: a word, or any number of words. */
interface Argument {
  readonly name: string;
  readonly several: boolean;
}

const argumentNames = new WeakMap<Command, Argument>();

/** Lets a command take one word that is no flag, or several. */
export function setArgument(command: Command, name: string, several = false): void {
  argumentNames.set(command, { name, several });
}

/** The word that a command takes. */
export function argumentOf(command: Command): Argument | undefined {
  return argumentNames.get(command);
}

const examples = new WeakMap<Command, string>();

/** Gives a command an example for its help; commander has no place for one. */
export function setExample(command: Command, example: string): void {
  examples.set(command, example);
}

function exampleOf(command: Command): string | undefined {
  return examples.get(command);
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.join('\n')}`;
}

function commandLines(commands: readonly Command[], helper: Help): string[] {
  const width = Math.max(11, ...commands.map((command) => command.name().length));
  return commands.map((command) => item(`  ${command.name().padEnd(width)} `, command.summary(), helper));
}

function flagLines(options: readonly FlagOption[], helper: Help): string[] {
  const terms = options.map(({ flag }) => {
    const shorthand = flag.shorthand === undefined ? '    ' : `-${flag.shorthand}, `;
    return `  ${shorthand}--${`${flag.name} ${valueNames[flag.type]}`.trimEnd()}   `;
  });
  const width = Math.max(...terms.map((term) => term.length));
  return options.map(({ flag }, index) => item(terms[index]!.padEnd(width), flag.help + defaultText(flag), helper));
}

function defaultText(flag: Flag): string {
  if (flag.default === undefined) return '';
  return ` (default ${flag.type === 'string' ? JSON.stringify(flag.default) : flag.default})`;
}

/** A term and its description; further lines of the description stand below its first. */
function item(term: string, description: string, helper: Help): string {
  const room = (helper.helpWidth ?? Number.POSITIVE_INFINITY) - term.length;
  const folded =
    Number.isFinite(room) && room >= helper.minWidthToWrap ? helper.boxWrap(description, room) : description;
  return term + folded.split('\n').join(`\n${' '.repeat(term.length)}`);
}
