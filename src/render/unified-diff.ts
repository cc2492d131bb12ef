import { structuredPatch } from 'diff';

/** A side of a difference. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Two texts as `diff -u` compares them, without times; '' when they are the same.
 * @param context lines shown around each difference, from 0
 */
export function unifiedDiff(before: NamedText, after: NamedText, context: number): string {
  const { hunks } = structuredPatch(before.name, after.name, before.text, after.text, '', '', { context });
  if (hunks.length === 0) return '';
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...changed,
  ]);
  return `${[`--- ${before.name}`, `+++ ${after.name}`, ...lines].join('\n')}\n`;
}

/** One line is named by its number alone, and none by the line before it. */
function range(start: number, lines: number): string {
  if (lines === 0) return `${start - 1},0`;
  return lines === 1 ? `${start}` : `${start},${lines}`;
}
