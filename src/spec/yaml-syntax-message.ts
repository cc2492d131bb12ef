import type { YAMLParseError } from 'yaml';

/** Where the library quotes the text, which may be a password that begins with `!` or stands behind a quote. */
const quotes =
  /(?<=scalar token in YAML (?:stream|document)|^Block scalar header includes extra characters|^Not a YAML token): [\s\S]*/;

/** What the library says about a mistake of syntax, without the text itself; line and column say where it is. */
export function syntaxMessage({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): string {
  // Of a tag the library quotes all, or trips over its name and tells of its own inside.
  return code === 'TAG_RESOLVE_FAILED' ? 'this tag cannot be read' : message.replace(quotes, '');
}
