import type { Issue } from '../errors.ts';
import type { Reporter } from '../plan/event.ts';

/** Tells what is doubtful about a configuration, each with the place where it was written. */
export function tellWarnings(warnings: readonly Issue[], reporter: Reporter): void {
  for (const { path, message, file, line } of warnings) {
    const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
    const text = `${where}${path === '' ? '' : `${path}: `}${message}`;
    reporter.emit({ kind: 'note', note: { level: 'warning', text } });
  }
}
