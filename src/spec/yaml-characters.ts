import type { Issue } from '../errors.ts';

/** What YAML does not allow to stand in a text; halves of surrogate pairs are no characters at all. */
const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The first character that may not stand in YAML, as kubeadm says it too. */
export function forbiddenCharacter(text: string): Pick<Issue, 'message' | 'line' | 'column'> | undefined {
  const found = forbidden.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split('\n');
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return {
    message: `the control character U+${code} may not stand in YAML`,
    line: before.length,
    column: before[before.length - 1]!.length + 1,
  };
}
