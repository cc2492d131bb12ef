import type { Issue } from '../errors.ts';
import { type DocumentKind, forInit, type KnownDocument, type Purpose, sortDocuments } from './documents.ts';
import { type Path, pathsMeet } from './field-path.ts';
import type { ShapeIssue } from './schema/check.ts';
import { upgradeDocuments } from './v1beta3.ts';
import { readYaml } from './yaml-read.ts';

/** A complaint about the shape of a document of some kind. */
export interface KindIssue {
  readonly kind: DocumentKind;
  readonly issue: ShapeIssue;
}

/** The documents of a file, all as v1beta4. */
export interface ReadDocuments {
  readonly documents: ReadonlyMap<DocumentKind, KnownDocument>;
  /** What hides everything else: the file cannot be parsed or sorted. */
  readonly fatal: readonly Issue[];
  /** By kind, so that what is told of one document is not told of another. */
  readonly repeatedKeys: ReadonlyMap<DocumentKind, readonly Issue[]>;
  readonly warnings: readonly Issue[];
  /** What the schema of an older version says. */
  readonly shapes: readonly KindIssue[];
}

/** The documents of no file. */
export const noDocuments: ReadDocuments = {
  documents: new Map(),
  fatal: [],
  repeatedKeys: new Map(),
  warnings: [],
  shapes: [],
};

/** Reads the documents of a file as a command wants them and converts them to v1beta4. */
export function readDocuments(text: string, file: string, program: string, purpose: Purpose = forInit): ReadDocuments {
  const { documents: read, issues } = readYaml(text, file);
  // What the documents that cannot be parsed might hold is not to be told as missing.
  if (issues.length > 0) return { ...noDocuments, fatal: issues };
  const sorted = sortDocuments(read, file, program, purpose);
  const { documents, issues: older } = upgradeDocuments(sorted.documents);
  return {
    documents,
    fatal: sorted.errors,
    repeatedKeys: new Map([...sorted.documents].map(([kind, { repeatedKeys }]) => [kind, repeatedKeys])),
    warnings: sorted.warnings,
    shapes: older.map(({ document, issue }) => ({ kind: document.kind, issue })),
  };
}

/** True when a complaint about a field may only follow from another field not having been readable. */
export function isSpoilt(kind: DocumentKind, path: Path, issues: readonly KindIssue[]): boolean {
  return issues.some(
    (other) => other.kind === kind && other.issue.kind === 'wrong-type' && pathsMeet(other.issue.path, path),
  );
}
