import type { Issue } from '../errors.ts';

/**
 * The text of a file's bytes. Only UTF-8 is taken: other bytes would become U+FFFD without a word and end up in names
 * and paths.
 * @param file the name that the issue carries
 */
export function decodeText(bytes: Uint8Array, file: string): { readonly text: string } | { readonly issue: Issue } {
  const mark = `${bytes[0]},${bytes[1]}`;
  if (mark === '255,254' || mark === '254,255') {
    return { issue: { path: '', file, message: 'the file is UTF-16', hint: 'save it as UTF-8' } };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const at = firstReplaced(bytes);
    return { issue: { path: '', file, ...at, message: 'the bytes here are no UTF-8', hint: 'save the file as UTF-8' } };
  }
}

/** Where decoding had to put U+FFFD in place of what is no UTF-8. */
function firstReplaced(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const text = new TextDecoder().decode(bytes);
  const before = text.slice(0, text.indexOf('\ufffd')).split('\n');
  return { line: before.length, column: before[before.length - 1]!.length + 1 };
}
