import type { Json } from '../plan/json.ts';

/** Words of YAML 1.1 that Go's reader gives a meaning to. */
const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, Json] => [
    word,
    true,
  ]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, Json] => [
    word,
    false,
  ]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Json] => [word, null]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, Json] => [word, Number.NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, Json] => [
    word,
    Number.POSITIVE_INFINITY,
  ]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, Json] => [word, Number.NEGATIVE_INFINITY]),
]);

const bases: readonly { readonly pattern: RegExp; readonly base: number }[] = [
  { pattern: /^(?<sign>[-+]?)0[xX](?<digits>[\da-fA-F]+)$/, base: 16 },
  { pattern: /^(?<sign>[-+]?)0[oO]?(?<digits>[0-7]+)$/, base: 8 },
  { pattern: /^(?<sign>[-+]?)0[bB](?<digits>[01]+)$/, base: 2 },
];

const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/**
 * What a plain (unquoted) scalar means to kubeadm, whose YAML library reads version 1.1 with its own edges: `yes`, `on`
 * and `y` are booleans, `0777` and `0o777` octal, `08` decimal, `1_000` a thousand; `1:30` and dates stay strings.
 * Compared with kubeadm v1.36.3 by test/spec/yaml-scalars.test.ts.
 * @returns the value; NaN and infinities are returned as such, JSON cannot hold them
 */
export function plainScalar(text: string): Json {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  // Only what begins with a digit or sign may hold underscores; `.5_0` is a string.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  for (const { pattern, base } of bases) {
    const groups = pattern.exec(digits)?.groups;
    if (groups) return Number.parseInt(groups['digits']!, base) * (groups['sign'] === '-' ? -1 : 1);
  }
  return decimal.test(digits) ? Number(digits) : text;
}

const typeOfTag: { readonly [tag: string]: (value: Json) => boolean } = {
  'tag:yaml.org,2002:int': (value) => typeof value === 'number' && Number.isInteger(value),
  'tag:yaml.org,2002:float': (value) => typeof value === 'number',
  'tag:yaml.org,2002:bool': (value) => typeof value === 'boolean',
  'tag:yaml.org,2002:null': (value) => value === null,
};

/**
 * The value of a scalar with an explicit tag. Tags that mean nothing to kubeadm leave the text as a string.
 * @returns undefined when the text cannot be of that type
 */
export function taggedScalar(tag: string, text: string): Json | undefined {
  const fits = typeOfTag[tag];
  if (fits !== undefined) {
    const value = plainScalar(text);
    return fits(value) ? value : undefined;
  }
  if (tag === 'tag:yaml.org,2002:binary') return decodeBase64(text.replace(/\s/g, ''));
  return text;
}

function decodeBase64(text: string): string | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(text)) return undefined;
  return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
}
