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
  return isBlock(value) ? block(value, 0) : `${inline(value, 2, 0)}\n`;
}

/** Several documents in one stream, separated by `---`. */
export function toYamlStream(documents: readonly Json[]): string {
  return documents.map(toYaml).join('---\n');
}

/** The lines of a mapping or sequence that is not empty. */
function block(value: object, indent: number): string {
  const margin = ' '.repeat(indent);
  const lines = Array.isArray(value)
    ? value.map((item: Json) => `${margin}- ${sequenceItem(item, indent + 2)}`)
    : entries(value).map(([key, item]) => mappingEntry(`${margin}${keyText(key)}:`, item, indent));
  return lines.join('');
}

/** A list item's mapping or sequence begins on the line of the dash. */
function sequenceItem(value: Json, indent: number): string {
  return isBlock(value) ? block(value, indent).slice(indent) : `${inline(value, indent, indent)}\n`;
}

/** A key's mapping is indented, its sequence is not. */
function mappingEntry(front: string, value: Json, indent: number): string {
  if (isBlock(value)) return `${front}\n${block(value, Array.isArray(value) ? indent : indent + 2)}`;
  return `${front} ${inline(value, indent + 2, front.length + 1)}\n`;
}

/** A scalar, or a mapping or sequence without members. */
function inline(value: Json, indent: number, column: number): string {
  if (typeof value === 'string') return scalarText(value, indent, column);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

/** Go writes large and small numbers with an exponent of at least two digits. */
function numberText(value: number): string {
  const exponent = Number(value.toExponential().split('e')[1]);
  const plain = Number.isInteger(value) ? Math.abs(value) < 2 ** 63 : exponent >= -4 && exponent < 6;
  return plain ? String(value) : value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}

function entries(value: object): [string, Json][] {
  return Object.entries(value as { readonly [key: string]: Json | undefined })
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => compareKeys(a, b));
}

function isBlock(value: Json): value is object & Json {
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) ? value : entries(value)).length > 0;
}
