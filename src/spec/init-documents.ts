import type { Issue } from '../errors.ts';
import type { JsonObject } from '../plan/json.ts';
import { type InitDocumentKind, type KnownDocument, sortDocuments } from './documents.ts';
import type { Path } from './field-path.ts';
import { pathsMeet } from './field-path.ts';
import { applyOverrides, type PlacedOverride } from './overrides.ts';
import { checkShape, type ShapeIssue } from './schema/check.ts';
import { kubeletConfiguration, kubeProxyConfiguration } from './schema/component-configs.ts';
import { clusterConfiguration, initConfiguration, type WrittenCluster, type WrittenInit } from './schema/v1beta4.ts';
import { upgradeDocuments } from './v1beta3.ts';
import { readYaml } from './yaml-read.ts';

/** A complaint about the shape of a document of some kind. */
export interface KindIssue {
  readonly kind: InitDocumentKind;
  readonly issue: ShapeIssue;
}

/** The documents of a file, all as v1beta4. */
export interface InitDocuments {
  readonly documents: ReadonlyMap<InitDocumentKind, KnownDocument>;
  /** What hides everything else: the file cannot be parsed or sorted. */
  readonly fatal: readonly Issue[];
  readonly repeatedKeys: readonly Issue[];
  readonly warnings: readonly Issue[];
  /** What the schema of an older version says. */
  readonly shapes: readonly KindIssue[];
}

/** The documents of no file. */
export const noDocuments: InitDocuments = {
  documents: new Map(),
  fatal: [],
  repeatedKeys: [],
  warnings: [],
  shapes: [],
};

/** Reads the documents of a file and converts them to v1beta4. */
export function readInitDocuments(text: string, file: string, program: string): InitDocuments {
  const { documents: read, issues } = readYaml(text, file);
  // What the documents that cannot be parsed might hold is not to be told as missing.
  if (issues.length > 0) return { ...noDocuments, fatal: issues };
  const sorted = sortDocuments(read, file, program);
  const { documents, issues: older } = upgradeDocuments(sorted.documents);
  return {
    documents,
    fatal: sorted.errors,
    repeatedKeys: [...sorted.documents.values()].flatMap(({ repeatedKeys }) => repeatedKeys),
    warnings: sorted.warnings,
    shapes: older.map(({ document, issue }) => ({ kind: document.kind, issue })),
  };
}

/** Documents with overrides put in, as their schemas read them. */
export interface ShapedDocuments {
  readonly init: WrittenInit;
  readonly cluster: WrittenCluster;
  readonly issues: readonly KindIssue[];
}

/** Reads the documents by their schemas; what does not fit is left out and told. */
export function shapeDocuments(
  { documents, shapes }: InitDocuments,
  overrides: readonly PlacedOverride[],
): ShapedDocuments {
  const value = (kind: InitDocumentKind): JsonObject =>
    applyOverrides(
      documents.get(kind)?.value ?? {},
      overrides.filter(({ target }) => target === kind),
    );
  const init = checkShape(initConfiguration, value('InitConfiguration'));
  const cluster = checkShape(clusterConfiguration, value('ClusterConfiguration'));
  const of = (kind: InitDocumentKind, issues: readonly ShapeIssue[]): readonly KindIssue[] =>
    issues.map((issue) => ({ kind, issue }));
  return {
    init: init.value,
    cluster: cluster.value,
    issues: [
      ...shapes,
      ...of('InitConfiguration', init.issues),
      ...of('ClusterConfiguration', cluster.issues),
      // Component configurations are carried through as they are; only types are looked at.
      ...of('KubeletConfiguration', checkShape(kubeletConfiguration, value('KubeletConfiguration')).issues),
      ...of('KubeProxyConfiguration', checkShape(kubeProxyConfiguration, value('KubeProxyConfiguration')).issues),
    ],
  };
}

/** True when a complaint about a field may only follow from another field not having been readable. */
export function isSpoilt(kind: InitDocumentKind, path: Path, issues: readonly KindIssue[]): boolean {
  return issues.some(
    (other) => other.kind === kind && other.issue.kind === 'wrong-type' && pathsMeet(other.issue.path, path),
  );
}
