import { type Command, Option } from 'commander';
import type { Json } from '../plan/json.ts';
import { readFlagValue } from './flag-value.ts';
import { type Flag, flagNamed } from './flags.ts';

/**
 * A row of the flag table as an option of commander. Every option takes a value here, also a boolean one:
 * command-line.ts writes `--dry-run` as `--dry-run=true`, because commander has no `--dry-run=false`.
 */
export class FlagOption extends Option {
  readonly flag: Flag;
  constructor(flag: Flag) {
    super(`${flag.shorthand === undefined ? '' : `-${flag.shorthand}, `}--${flag.name} <value>`, flag.help);
    this.flag = flag;
    this.argParser<Json | undefined>((text, previous) => readFlagValue(flag, text, previous));
    this.hideHelp(flag.hidden === true);
  }
}

/** Gives a command flags, by their names in the table or as records of their own. */
export function addFlags(command: Command, flags: readonly (string | Flag)[]): void {
  for (const flag of flags) command.addOption(new FlagOption(typeof flag === 'string' ? flagNamed(flag) : flag));
}

/** The flags of a command. */
export function flagsOf(command: Command): readonly Flag[] {
  return command.options.filter((option) => option instanceof FlagOption).map((option) => option.flag);
}

/** Values by flag name, of the flags that were given; in the order of the flags' names. */
export type FlagValues = ReadonlyMap<string, Json>;

/** What commander has read. */
export function flagValues(command: Command): FlagValues {
  const values = new Map<string, Json>();
  for (const option of command.options) {
    if (!(option instanceof FlagOption)) continue;
    if (command.getOptionValueSource(option.attributeName()) !== 'cli') continue;
    values.set(option.flag.name, command.getOptionValue(option.attributeName()) as Json);
  }
  return new Map([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}
