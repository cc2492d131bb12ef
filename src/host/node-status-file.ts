import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The one file that says how the last command fared; written while events pass by, and therefore at once. */
export interface StatusFile {
  /** Puts the text in place of the file, whole. A file that cannot be written never stops a run. */
  write(text: string): void;
}

/** The status file at a path; its folder is made when it is first written. */
export function nodeStatusFile(path: string): StatusFile {
  return {
    write(text) {
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        const file = openSync(temporary, 'w', 0o600);
        try {
          writeSync(file, text);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        renameSync(temporary, path);
      } catch {
        // A full or read-only /run: the run itself says so if it matters.
      }
    },
  };
}
