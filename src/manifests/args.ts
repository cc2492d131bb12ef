import type { Arg } from '../spec/types.ts';

/**
 * Flags as a program gets them: our own sorted, those that the user names left out, the user's in the order given.
 * @returns `--name=value` each, also for an empty value
 */
export function mergeArgs(ours: readonly Arg[], users: readonly Arg[]): readonly string[] {
  const overridden = new Set(users.map((arg) => arg.name));
  const kept = ours.filter((arg) => !overridden.has(arg.name)).toSorted(byNameThenValue);
  return [...kept, ...users].map((arg) => `--${arg.name}=${arg.value}`);
}

/** The value that counts when a flag is given several times: the last one. */
export function argValue(args: readonly Arg[], name: string): string | undefined {
  return args.findLast((arg) => arg.name === name)?.value;
}

/** Flags from a table of name and value; a flag without a value is left out. */
export function argsOf(table: Readonly<Record<string, string | undefined>>): readonly Arg[] {
  return Object.entries(table).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function byNameThenValue(a: Arg, b: Arg): number {
  return compareText(a.name, b.name) || compareText(a.value, b.value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
