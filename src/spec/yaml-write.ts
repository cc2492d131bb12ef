import yaml from 'js-yaml';
import type { Json } from '../plan/json.ts';

/** A string that goes out in double quotes, whatever its content. */
class DoubleQuoted {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * js-yaml writes the result of an implicit type's `represent` as it stands, which is how a scalar gets its own quotes.
 * Go's YAML library, whose output kubeadm's files have, uses double quotes where a plain string would be read as
 * another type, single quotes where only the syntax demands it.
 */
const quoted = new yaml.Type('tag:yaml.org,2002:str', {
  kind: 'scalar',
  resolve: () => false,
  instanceOf: DoubleQuoted,
  represent: (value) => JSON.stringify((value as DoubleQuoted).text),
});

const schema = yaml.CORE_SCHEMA.extend({ implicit: [quoted] });

/** Words that a YAML 1.1 reader takes for null, booleans or merge keys (yaml.org/type). */
const words =
  /^(?:~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|<<|=)$/;
/** Integers (binary, octal, decimal, hex, sexagesimal), floats and infinities of YAML 1.1, underscores included. */
const numbers =
  /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][-+]?\d+)?|\d[\d_]*\.|\.(?:inf|Inf|INF))$|^\.(?:nan|NaN|NAN)$/;
/** Timestamps of YAML 1.1. */
const dates = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/;

function readsAsAnotherType(text: string): boolean {
  return text === '' || words.test(text) || numbers.test(text) || dates.test(text);
}

function prepare(value: Json | undefined): unknown {
  if (typeof value === 'string') return readsAsAnotherType(value) ? new DoubleQuoted(value) : value;
  if (Array.isArray(value)) return value.map((item) => prepare(item as Json));
  if (value !== null && typeof value === 'object') {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value).sort()) {
      const item = (value as { readonly [key: string]: Json | undefined })[key];
      if (item !== undefined) result[key] = prepare(item);
    }
    return result;
  }
  return value;
}

/**
 * Plain data as YAML in the style of kubeadm's files: keys sorted by code unit, two blanks a level, sequences not
 * indented, long lines not folded. The only writer of YAML.
 * @returns text that ends in one newline
 */
export function toYaml(value: Json): string {
  return yaml.dump(prepare(value), {
    schema,
    indent: 2,
    noArrayIndent: true,
    lineWidth: -1,
    noRefs: true,
    noCompatMode: true,
  });
}

/** Several documents in one stream, separated by `---`. */
export function toYamlStream(documents: readonly Json[]): string {
  return documents.map(toYaml).join('---\n');
}
