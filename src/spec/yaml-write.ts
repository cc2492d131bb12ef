import type { Json } from '../plan/json.ts';
import { compareKeys } from './yaml-key-order.ts';
import { keyText, scalarText } from './yaml-write-scalar.ts';

/**
 * Plain data as YAML, byte for byte as kubeadm's files have it: keys sorted, two blanks a level, sequences not
 * indented, Go's quotes and line breaks. No library does that (each has quoting of its own), and the bytes count: the
 * hash of a component configuration, a token's signature over cluster-info and every diff depend on them. The only
 * writer of YAML.
 * @returns text that ends in one newline
 */
export function toYaml(value: Json): string {
  if (!isEmpty(value) && typeof value === 'object' && value !== null) return block(value, 0);
  return `${inline(value, 2, 0)}\n`;
}

/** Several documents in one stream, separated by `---`. */
export function toYamlStream(documents: readonly Json[]): string {
  return documents.map(toYaml).join('---\n');
}

/** The lines of a mapping or sequence that is not empty. */
function block(value: object, indent: number): string {
  const margin = ' '.repeat(indent);
  if (Array.isArray(value)) {
    // A mapping or sequence inside begins on the line of its dash.
    return value.map((item: Json) => `${margin}- ${member(item, indent + 2, indent + 2, true)}`).join('');
  }
  return entries(value)
    .map(([key, item]) => {
      const front = `${margin}${keyText(key)}:`;
      return `${front}${member(item, Array.isArray(item) ? indent : indent + 2, front.length + 1, false, indent)}`;
    })
    .join('');
}

function member(
  value: Json,
  blockIndent: number,
  column: number,
  inSequence: boolean,
  parent = blockIndent - 2,
): string {
  if (typeof value === 'object' && value !== null && !isEmpty(value)) {
    return inSequence ? block(value, blockIndent).slice(blockIndent) : `\n${block(value, blockIndent)}`;
  }
  const text = `${inline(value, parent + 2, column)}\n`;
  return inSequence ? text : ` ${text}`;
}

/** A scalar, or a mapping or sequence without members. */
function inline(value: Json, indent: number, column: number): string {
  if (typeof value === 'string') return scalarText(value, indent, column);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

/** Go writes large and small fractions with an exponent of at least two digits. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(value);
  const exponent = Number(value.toExponential().split('e')[1]);
  if (exponent >= -4 && exponent < 21 && !Number.isInteger(value)) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}

function entries(value: object): [string, Json][] {
  return Object.entries(value as { readonly [key: string]: Json | undefined })
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => compareKeys(a, b));
}

function isEmpty(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length === 0 : entries(value).length === 0;
}
