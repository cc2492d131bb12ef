import type { JsonObject } from '../plan/json.ts';
import { forInit, type InitDocumentKind } from './documents.ts';
import { applyOverrides, type PlacedOverride } from './overrides.ts';
import type { KindIssue, ReadDocuments } from './read-documents.ts';
import { checkShape, type ShapeIssue } from './schema/check.ts';
import { kubeletConfiguration, kubeProxyConfiguration } from './schema/component-configs.ts';
import { clusterConfiguration, initConfiguration, type WrittenCluster, type WrittenInit } from './schema/v1beta4.ts';

/** Documents with overrides put in, as their schemas read them. */
export interface ShapedDocuments {
  readonly init: WrittenInit;
  readonly cluster: WrittenCluster;
  readonly issues: readonly KindIssue[];
}

/** Reads the documents of `init` by their schemas; what does not fit is left out and told. */
export function shapeDocuments(
  { documents, shapes }: ReadDocuments,
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
      ...shapes.filter(({ kind }) => forInit.reads.includes(kind)),
      ...of('InitConfiguration', init.issues),
      ...of('ClusterConfiguration', cluster.issues),
      // Component configurations are carried through as they are; only types are looked at.
      ...of('KubeletConfiguration', checkShape(kubeletConfiguration, value('KubeletConfiguration')).issues),
      ...of('KubeProxyConfiguration', checkShape(kubeProxyConfiguration, value('KubeProxyConfiguration')).issues),
    ],
  };
}
