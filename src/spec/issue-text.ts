import type { Issue } from '../errors.ts';

/** More of a text helps nobody to find it again. */
const longest = { path: 300, message: 500, found: 200, hint: 1000 } as const;

const shown = '<not shown>';

/** Texts that look like secrets, wherever a file has them: mistakes put them into the wrong field. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // A bootstrap token, even when case or length went wrong.
  [/\b[a-z0-9]{6}\.[a-z0-9]{14,18}\b/gi, shown],
  // A certificate key or another long hexadecimal number; the digests of images are none.
  [/(?<!sha256:[\da-f]*)[\da-f]{40,}/gi, shown],
  // The password in a URL, even a broken one; the tag in front of an image's digest is none.
  [/(?<=:)[^\s/@:]+(?=@(?!sha256:))/g, shown],
  [/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*/g, shown],
];

/**
 * An issue fit to be printed: nothing that looks like a secret, no character that a terminal would act on, no text
 * of any length.
 */
export function printable(issue: Issue): Issue {
  const { path, message, found, hint } = issue;
  return {
    ...issue,
    path: clean(path, longest.path),
    message: clean(message, longest.message),
    ...(found !== undefined && { found: clean(found, longest.found) }),
    ...(hint !== undefined && { hint: clean(hint, longest.hint) }),
  };
}

function clean(text: string, most: number): string {
  // Longer than what is left of it, so that a secret at the cut is still seen as one.
  const masked = secrets.reduce((all, [pattern, instead]) => all.replace(pattern, instead), text.slice(0, 2 * most));
  const short = masked.length > most ? `${masked.slice(0, most - 1)}…` : masked;
  return short.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
