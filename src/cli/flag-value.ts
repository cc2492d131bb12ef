import { UsageError } from '../errors.ts';
import type { Json } from '../plan/json.ts';
import type { Flag } from './flags.ts';

/** What a flag's text means. Repeatable flags get what was given before. */
export function readFlagValue(flag: Flag, text: string, previous: Json | undefined): Json {
  switch (flag.type) {
    case 'string':
      return readChoice(flag, text);
    case 'bool':
      return readBool(flag, text);
    case 'int':
    case 'int32':
      return readInteger(flag, text, -(2 ** 31), 2 ** 31 - 1);
    case 'level':
      return readInteger(flag, text, -(2 ** 31), 2 ** 31 - 1);
    case 'strings':
      return [...listSoFar(previous), ...readCsv(flag, text)];
    case 'duration':
      return readDuration(flag, text);
    case 'args':
      return [...listSoFar(previous), ...readPairs(flag, text)];
    case 'gates':
      return readGates(flag, text);
    case 'modules':
      return readModules(flag, text);
  }
}

/** The complaint about a value, with the flag named as the user may have typed it. */
export function invalidValue(flag: Flag, text: string, why: string, hint?: string): UsageError {
  const spelling = flag.shorthand === undefined ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
  return new UsageError(
    `invalid argument ${JSON.stringify(text)} for "${spelling}" flag: ${why}`,
    hint === undefined ? {} : { hint },
  );
}

function listSoFar(previous: Json | undefined): readonly Json[] {
  return Array.isArray(previous) ? previous : [];
}

function readChoice(flag: Flag, text: string): string {
  if (flag.choices !== undefined && !flag.choices.includes(text)) {
    throw invalidValue(flag, text, `it is one of ${flag.choices.filter((choice) => choice !== '').join(', ')}`);
  }
  return text;
}

/** The spellings that Go's strconv.ParseBool knows. */
function readBool(flag: Flag, text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw invalidValue(flag, text, 'it is true or false');
}

/** Decimal, or with the prefixes 0x, 0o, 0b; a leading 0 alone means octal, as for Go's ParseInt with base 0. */
function readInteger(flag: Flag, text: string, least: number, most: number): number {
  const match = /^([+-]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9]\d*)$/.exec(text);
  if (match === null) throw invalidValue(flag, text, 'it is a whole number');
  const [, sign, digits = ''] = match;
  const magnitude = Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < least || value > most) throw invalidValue(flag, text, 'the number is out of range');
  return value;
}

/** Go's durations: `300ms`, `-1.5h`, `2h45m`, and `0`. The text is kept; documents hold durations as text, too. */
function readDuration(flag: Flag, text: string): string {
  if (text === '0' || /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return text;
  throw invalidValue(flag, text, 'it is a duration, such as 90s, 30m or 24h');
}

/** One line of CSV: commas separate, double quotes group, a doubled quote stands for one. Nothing gives no values. */
function readCsv(flag: Flag, text: string): string[] {
  if (text === '') return [];
  const values: string[] = [];
  let rest = text;
  for (;;) {
    const field = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/.exec(rest);
    if (field === null) throw invalidValue(flag, text, 'a double quote stands in the wrong place');
    values.push(field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
    if (field[3] === '') return values;
    rest = rest.slice(field[0].length);
  }
}

/** Pairs as kubeadm reads them: exactly one `=` each, blanks around a pair dropped, duplicates kept. */
function readPairs(flag: Flag, text: string): Json[] {
  return text.split(',').map((pair) => {
    const [name, value, ...more] = pair.trim().split('=');
    if (name === undefined || value === undefined || more.length > 0) {
      throw invalidValue(flag, text, 'it is a list of name=value pairs, separated by commas');
    }
    return { name, value };
  });
}

/** Gates by name. Whether the names exist is a question to the configuration rules. */
function readGates(flag: Flag, text: string): { [gate: string]: boolean } {
  const gates: { [gate: string]: boolean } = {};
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const [gate = '', value] = pair.split(/=(.*)/s).map((part) => part.trim());
    if (value === undefined) throw invalidValue(flag, text, `true or false is missing for the gate ${gate}`);
    if (!/^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value)) {
      throw invalidValue(flag, text, `the gate ${gate} is set to ${value}; it is true or false`);
    }
    gates[gate] = /^[1tT]/.test(value);
  }
  return gates;
}

function readModules(flag: Flag, text: string): string {
  if (text === '' || text.split(',').every((part) => /^[^=]+=-?\d+$/.test(part))) return text;
  throw invalidValue(flag, text, 'it is a list of pattern=N, separated by commas');
}
