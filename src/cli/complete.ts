import type { Command } from 'commander';
import { findCommand, takesNextWord } from './command-line.ts';
import { flagsOf } from './flag-option.ts';
import type { Flag } from './flags.ts';

/** One thing that may stand where the cursor is. */
export interface Candidate {
  readonly text: string;
  readonly about: string;
}

/** What a shell offers for the word under the cursor. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether names of files go as well. */
  readonly files: boolean;
}

/** Flags whose value is a file or a folder. */
const fileFlags: ReadonlySet<string> = new Set([
  'cert-dir',
  'cleanup-tmp-dir',
  'config',
  'cri-socket',
  'discovery-file',
  'events',
  'kubeconfig',
  'kubeconfig-dir',
  'new-config',
  'old-config',
  'patches',
  'rootfs',
  'secrets-file',
  'success-file',
]);

const nothing: Completion = { candidates: [], files: false };

/**
 * What may stand in place of the last word.
 * @param words those after the program's name, up to the cursor; the last one is begun, and '' when there is only a blank
 */
export function complete(root: Command, words: readonly string[]): Completion {
  const typed = words.slice(0, -1);
  const begun = words.at(-1) ?? '';
  const { command } = findCommand(root, typed);
  const joined = /^--([\w-]+)=(.*)$/s.exec(begun);
  if (joined) return valuesOf(command, joined[1]!, joined[2]!, `--${joined[1]}=`);
  const before = typed.at(-1) ?? '';
  if (before.startsWith('-') && before !== '--' && takesNextWord(command, before)) {
    return valuesOf(command, nameOf(command, before), begun, '');
  }
  if (begun.startsWith('-')) return offer(visibleFlags(command).map(asCandidate), begun);
  return offer(visibleCommands(command), begun);
}

function nameOf(command: Command, word: string): string {
  if (word.startsWith('--')) return word.slice(2);
  return flagsOf(command).find(({ shorthand }) => shorthand === word.at(-1))?.name ?? '';
}

function valuesOf(command: Command, name: string, begun: string, prefix: string): Completion {
  const flag = flagsOf(command).find((each) => each.name === name);
  if (fileFlags.has(name)) return { candidates: [], files: true };
  if (name === 'skip-phases') {
    // A list: what is before the last comma stands.
    const last = begun.lastIndexOf(',') + 1;
    const kept = `${prefix}${begun.slice(0, last)}`;
    return offer(
      phasePaths(command).map(({ text, about }) => ({ text: kept + text, about })),
      prefix + begun,
    );
  }
  const choices = flag?.type === 'bool' ? ['true', 'false'] : (flag?.choices ?? []);
  return offer(
    choices.filter((choice) => choice !== '').map((choice) => ({ text: prefix + choice, about: '' })),
    prefix + begun,
  );
}

function phasePaths(command: Command): readonly Candidate[] {
  const below = (parent: Command, path: string): readonly Candidate[] =>
    parent.commands
      .filter((child) => child.name() !== 'all')
      .flatMap((child) => {
        const own = path + child.name();
        return [{ text: own, about: child.summary() }, ...below(child, `${own}/`)];
      });
  const phases = command.commands.find((child) => child.name() === 'phase');
  return phases === undefined ? [] : below(phases, '');
}

function visibleCommands(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((child) => ({ text: child.name(), about: child.summary() }));
}

function visibleFlags(command: Command): readonly Flag[] {
  return flagsOf(command).filter(({ hidden }) => hidden !== true);
}

function asCandidate({ name, help }: Flag): Candidate {
  return { text: `--${name}`, about: help.split(/\. |\n/)[0]!.replace(/[.:]$/, '') };
}

function offer(candidates: readonly Candidate[], begun: string): Completion {
  const fitting = candidates.filter(({ text }) => text.startsWith(begun));
  return fitting.length === 0
    ? nothing
    : { candidates: fitting.toSorted((a, b) => (a.text < b.text ? -1 : 1)), files: false };
}
