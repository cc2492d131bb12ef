import type { Issue } from '../errors.ts';
import { type DocumentKind, forInit, type KnownDocument, type Purpose, sortDocuments } from './documents.ts';
import type { Path } from './field-path.ts';
import type { ShapeIssue } from './schema/check.ts';
import { sizeLimit, tooLarge } from './size-limit.ts';
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
  if (text.length > sizeLimit) return { ...noDocuments, fatal: [tooLarge(file)] };
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
export type IsSpoilt = (kind: DocumentKind, path: Path) => boolean;

/** Remembers which fields could not be read; a complaint is spoilt by such a field above or below its own. */
export function spoiltFields(issues: readonly KindIssue[]): IsSpoilt {
  const unreadable = new Set<string>();
  const above = new Set<string>();
  const wayTo = (kind: DocumentKind, path: Path): readonly string[] =>
    [...path.keys(), path.length].map((length) => JSON.stringify([kind, ...path.slice(0, length)]));
  for (const { kind, issue } of issues) {
    if (issue.kind !== 'wrong-type') continue;
    const way = wayTo(kind, issue.path);
    unreadable.add(way[way.length - 1]!);
    for (const step of way) above.add(step);
  }
  return (kind, path) => {
    if (unreadable.size === 0) return false;
    const way = wayTo(kind, path);
    return above.has(way[way.length - 1]!) || way.some((step) => unreadable.has(step));
  };
}
