import type { Issue } from '../errors.ts';
import type { InitDocumentKind, KnownDocument } from './documents.ts';
import type { Path } from './field-path.ts';
import type { PlacedOverride } from './overrides.ts';

/** Where the value of a field came from, as far as an issue tells it. */
export type Source = Pick<Issue, 'file' | 'line' | 'column'>;

/**
 * Finds where a field was written: the flag that set it (an issue then names the flag in place of a file), else its
 * place in the file, else nothing.
 */
export function sourceOf(
  kind: InitDocumentKind,
  path: Path,
  file: string | undefined,
  documents: ReadonlyMap<InitDocumentKind, KnownDocument>,
  overrides: readonly PlacedOverride[],
): Source {
  const flag = overrides.findLast(
    (override) => override.target === kind && override.path.every((step, index) => step === path[index]),
  )?.flag;
  if (flag !== undefined) return { file: flag };
  const document = documents.get(kind);
  if (document === undefined || file === undefined) return {};
  return { file, ...document.locate(path) };
}
