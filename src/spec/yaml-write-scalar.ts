/** Lines break at a blank once they are longer than this. */
const bestWidth = 80;

/** Words that a YAML 1.1 reader takes for null or booleans (yaml.org/type). */
const words =
  /^(?:~|null|Null|NULL|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
/** Numbers of YAML 1.1 without their underscores: integers of four bases, floats, infinities. */
const numbers =
  /^[-+]?(?:0[bB][01]+|0[oO][0-7]+|0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))$|^\.(?:nan|NaN|NAN)$/;
/** Numbers to the base of 60, as in times of day. */
const sexagesimal = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const timestamp =
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?)?$/;

/** What a plain scalar must not begin with. */
const indicatorAtStart = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?:](?:[\s\u0085\u2028\u2029]|$))/;
/** What a plain scalar must not hold. */
const indicatorInside = /:(?:[\s\u0085\u2028\u2029]|$)|[\s\u0085\u2028\u2029]#/;
const lineBreak = /[\n\r\u0085\u2028\u2029]/;
/** Neither break nor printable; characters beyond the basic plane count as not printable. */
const special = /[^\n\r\u0085\u2028\u2029\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/**
 * A string as kubeadm's files have it (their writer is the one of Go): plain where it can be, double quotes where a
 * reader would take it for another type, single quotes where only the syntax demands them, a literal block for several
 * lines.
 * @param indent blanks in front of further lines
 * @param column where the scalar begins, counted from 0
 */
export function scalarText(text: string, indent: number, column: number): string {
  if (text.includes('\n')) return literalAllowed(text) ? literal(text, indent) : doubleQuoted(text, indent, column);
  if (readsAsAnotherType(text) || special.test(text)) return doubleQuoted(text, indent, column);
  if (plainAllowed(text)) return fold(text, indent, column);
  return singleQuotedAllowed(text)
    ? `'${fold(text.replaceAll("'", "''"), indent, column + 1)}'`
    : doubleQuoted(text, indent, column);
}

/** A key: never folded, never over several lines. */
export function keyText(text: string): string {
  const column = Number.NEGATIVE_INFINITY;
  return text.includes('\n') ? doubleQuoted(text, 0, column) : scalarText(text, 0, column);
}

function readsAsAnotherType(text: string): boolean {
  return text === '' || words.test(text) || isNumber(text) || isTimestamp(text);
}

function isNumber(text: string): boolean {
  const digits = text.startsWith('.') ? text.replace(/(?<=\d)_(?=\d)/g, '') : text.replaceAll('_', '');
  return (/^[-+.\d]/.test(text) && numbers.test(digits)) || sexagesimal.test(text);
}

function isTimestamp(text: string): boolean {
  const { year, month, day } = timestamp.exec(text)?.groups ?? {};
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function plainAllowed(text: string): boolean {
  return !/^ | $/.test(text) && !lineBreak.test(text) && !indicatorAtStart.test(text) && !indicatorInside.test(text);
}

function singleQuotedAllowed(text: string): boolean {
  return !lineBreak.test(text);
}

function literalAllowed(text: string): boolean {
  return !special.test(text) && !/ $| [\n\r\u0085\u2028\u2029]/.test(text);
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const margin = ' '.repeat(indent);
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : margin + line)).join('\n')}`;
}

/** Breaks at single blanks beyond the width; the line break stands for the blank. */
function fold(text: string, indent: number, start: number): string {
  let column = start;
  let result = '';
  const characters = [...text];
  for (const [i, character] of characters.entries()) {
    const single = character === ' ' && characters[i - 1] !== ' ' && characters[i + 1] !== ' ';
    if (single && i < characters.length - 1 && column > bestWidth) {
      result += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      result += character;
      column++;
    }
  }
  return result;
}

function doubleQuoted(text: string, indent: number, start: number): string {
  let column = start + 1;
  let result = '';
  const characters = [...text];
  for (const [i, character] of characters.entries()) {
    const inner = i > 0 && i < characters.length - 1;
    if (character === ' ' && inner && characters[i - 1] !== ' ' && column > bestWidth) {
      const guard = characters[i + 1] === ' ' ? '\\' : '';
      result += `\n${' '.repeat(indent)}${guard}`;
      column = indent + guard.length;
    } else {
      const written = escaped(character);
      result += written;
      column += written.length;
    }
  }
  return `"${result}"`;
}

function escaped(character: string): string {
  const short = escapes[character];
  if (short !== undefined) return short;
  if (!special.test(character)) return character;
  const hex = character.codePointAt(0)!.toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
