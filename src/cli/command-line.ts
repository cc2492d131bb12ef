import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { nearestName } from '../spec/nearest-name.ts';
import { flagsOf } from './flag-option.ts';
import { type Flag, findFlag } from './flags.ts';

/** A command line, brought into the one spelling that commander reads as kubeadm's parser would. */
export interface CommandLine {
  readonly command: Command;
  /** `--name=value` for every flag, in the order given; then `--` and the positional words. */
  readonly words: readonly string[];
}

/**
 * Finds the command and spells out its flags. Differences of kubeadm's parser (pflag, cobra) from commander that are
 * settled here: flags may stand in front of a sub-command and still belong to it; booleans take `=false`; shorthands
 * take `-v=3`, `-v3` and may be run together; underscores are not dashes.
 */
export function readCommandLine(root: Command, argv: readonly string[]): CommandLine {
  const { command, rest } = findCommand(root, argv);
  return { command, words: spellOut(command, rest) };
}

/** Words that name sub-commands, taken out from between the flags. */
export function findCommand(root: Command, argv: readonly string[]): { command: Command; rest: readonly string[] } {
  let command = root;
  let rest = [...argv];
  for (;;) {
    const index = firstPositional(command, rest);
    const name = index === undefined ? undefined : rest[index];
    const child = command.commands.find((each) => each.name() === name || (name && each.aliases().includes(name)));
    if (child === undefined) return { command, rest };
    command = child;
    rest = rest.filter((_, position) => position !== index);
  }
}

/** Position of the first word that is neither a flag nor a flag's value. */
function firstPositional(command: Command, words: readonly string[]): number | undefined {
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-') return index;
    if (takesNextWord(command, word)) index++;
  }
  return undefined;
}

export function takesNextWord(command: Command, word: string): boolean {
  if (word.includes('=')) return false;
  if (word.startsWith('--')) return isValued(lookUp(command, word.slice(2)));
  // Of shorthands run together only the last can be in want of a value, and only if none before it is.
  for (let index = 1; index < word.length; index++) {
    if (isValued(lookUpShorthand(command, word[index]!))) return index === word.length - 1;
  }
  return false;
}

/** A flag that is not known here may belong to a sub-command named later; an unknown one is taken to have a value. */
function lookUp(command: Command, name: string): Flag | undefined {
  return flagsOf(command).find((flag) => flag.name === name) ?? findFlag(name);
}

function lookUpShorthand(command: Command, letter: string): Flag | undefined {
  const flags = [...flagsOf(command), ...(letter === 'o' ? [findFlag('output')] : [])];
  return flags.find((flag) => flag?.shorthand === letter);
}

function isValued(flag: Flag | undefined): boolean {
  return flag?.type !== 'bool';
}

function spellOut(command: Command, words: readonly string[]): string[] {
  const flags = flagsOf(command);
  const spelled: string[] = [];
  const positionals: string[] = [];
  const pending = [...words];
  for (let word = pending.shift(); word !== undefined; word = pending.shift()) {
    if (word === '--') positionals.push(...pending.splice(0));
    else if (word.startsWith('--')) spelled.push(spellLong(flags, word, pending));
    else if (word.startsWith('-') && word.length > 1) spelled.push(...spellShort(flags, word, pending));
    else positionals.push(word);
  }
  return [...spelled, '--', ...positionals];
}

function spellLong(flags: readonly Flag[], word: string, pending: string[]): string {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === '' || name.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`);
  const flag = flags.find((each) => each.name === name);
  if (flag === undefined) throw unknownFlag(name, flags);
  if (value !== undefined) return `--${name}=${value}`;
  if (!isValued(flag)) return `--${name}=true`;
  const next = pending.shift();
  if (next === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  return `--${name}=${next}`;
}

function spellShort(flags: readonly Flag[], word: string, pending: string[]): string[] {
  const spelled: string[] = [];
  let letters = word.slice(1);
  while (letters !== '') {
    const letter = letters[0]!;
    const flag = flags.find((each) => each.shorthand === letter);
    if (flag === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in -${letters}`);
    letters = letters.slice(1);
    if (letters.startsWith('=')) return [...spelled, `--${flag.name}=${letters.slice(1)}`];
    if (!isValued(flag)) {
      spelled.push(`--${flag.name}=true`);
      continue;
    }
    const value = letters === '' ? pending.shift() : letters;
    if (value === undefined) throw new UsageError(`flag needs an argument: '${letter}' in ${word}`);
    return [...spelled, `--${flag.name}=${value}`];
  }
  return spelled;
}

function unknownFlag(name: string, flags: readonly Flag[]): UsageError {
  const shown = flags.filter((flag) => flag.hidden !== true).map((flag) => flag.name);
  const meant = shown.find((each) => each === name.replaceAll('_', '-')) ?? nearestName(name, shown);
  return new UsageError(
    `unknown flag: --${name}`,
    meant === undefined ? {} : { hint: `the nearest known flag is --${meant}` },
  );
}
