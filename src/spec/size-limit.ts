import type { Issue } from '../errors.ts';

/**
 * Largest file of configuration documents, in bytes. Real ones have some kilobytes; what `init` stores of them must fit
 * into a ConfigMap. With this limit every file is read, or refused, within a second or so.
 */
export const sizeLimit = 256 * 1024;

/** The complaint about a larger file. */
export function tooLarge(file: string): Issue {
  return {
    path: '',
    file,
    message: `the file has more than ${sizeLimit / 1024} KiB, which no configuration needs`,
    hint: 'is this the right file?',
  };
}
