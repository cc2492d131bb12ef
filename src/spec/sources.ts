import type { Issue } from '../errors.ts';
import type { DocumentKind, KnownDocument } from './documents.ts';
import { formatPath, type Path } from './field-path.ts';
import type { PlacedOverride } from './overrides.ts';

/** Where the value of a field came from, as far as an issue tells it. */
type Source = Pick<Issue, 'file' | 'line' | 'column'>;

/**
 * Finds where a field was written: the flag that set it (an issue then names the flag in place of a file), else its
 * place in the file, else nothing.
 */
function sourceOf(
  kind: DocumentKind,
  path: Path,
  file: string | undefined,
  documents: ReadonlyMap<DocumentKind, KnownDocument>,
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

type Words = Pick<Issue, 'message' | 'found' | 'hint'>;

/** Makes issues of complaints: the path written out, the place found. */
export type Placing = (kind: DocumentKind, complaint: Words & { readonly path: Path }) => Issue;

/** How complaints about these documents and overrides become issues. */
export function placing(
  file: string | undefined,
  documents: ReadonlyMap<DocumentKind, KnownDocument>,
  overrides: readonly PlacedOverride[],
): Placing {
  return (kind, { path, message, found, hint }) => ({
    path: formatPath(path),
    message,
    ...(found !== undefined && { found }),
    ...(hint !== undefined && { hint }),
    ...sourceOf(kind, path, file, documents, overrides),
  });
}
