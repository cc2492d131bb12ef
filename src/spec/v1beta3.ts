import type * as z from 'zod';
import type { Json, JsonObject } from '../plan/json.ts';
import type { DocumentKind, KnownDocument } from './documents.ts';
import type { Path } from './field-path.ts';
import { checkShape, remove, type ShapeIssue, valueAt } from './schema/check.ts';
import { clusterConfigurationV1beta3, initConfigurationV1beta3, joinConfigurationV1beta3 } from './schema/v1beta3.ts';

/** Where v1beta3 has a mapping of arguments and v1beta4 a list. */
const argumentPaths: { readonly [kind: string]: readonly Path[] } = {
  InitConfiguration: [['nodeRegistration', 'kubeletExtraArgs']],
  JoinConfiguration: [['nodeRegistration', 'kubeletExtraArgs']],
  ClusterConfiguration: [
    ['apiServer', 'extraArgs'],
    ['controllerManager', 'extraArgs'],
    ['scheduler', 'extraArgs'],
    ['etcd', 'local', 'extraArgs'],
  ],
};

const schemas: { readonly [kind: string]: z.ZodType } = {
  InitConfiguration: initConfigurationV1beta3,
  ClusterConfiguration: clusterConfigurationV1beta3,
  JoinConfiguration: joinConfigurationV1beta3,
};

const timeoutBefore: Path = ['apiServer', 'timeoutForControlPlane'];
const timeoutNow: Path = ['timeouts', 'controlPlaneComponentHealthCheck'];

/** Documents as v1beta4, and what the older schema has against them. */
export interface UpgradedDocuments {
  readonly documents: ReadonlyMap<DocumentKind, KnownDocument>;
  readonly issues: readonly { readonly document: KnownDocument; readonly issue: ShapeIssue }[];
}

/**
 * v1beta3 documents written as v1beta4, all others as they are (kubeadm-cli-config.md, 3.14): mappings of arguments
 * become lists sorted by name, the time-out of the control plane moves from the ClusterConfiguration to the
 * InitConfiguration, where it wins, and that of discovery to the other time-outs. Positions still lead to where things were written. What the older schema does not
 * know or has another type for is complained about and left out.
 */
export function upgradeDocuments(documents: ReadonlyMap<DocumentKind, KnownDocument>): UpgradedDocuments {
  const upgraded = new Map(documents);
  const issues: UpgradedDocuments['issues'][number][] = [];
  for (const [kind, document] of documents) {
    if (!document.apiVersion.endsWith('/v1beta3')) continue;
    const schema = schemas[kind];
    if (schema === undefined) continue;
    const found = checkShape(schema, document.value).issues;
    for (const issue of found) issues.push({ document, issue });
    const readable = without(
      document.value,
      found.map(({ path }) => path),
    );
    upgraded.set(kind, withArgumentLists({ ...document, value: readable }));
  }
  moveTimeout(upgraded);
  moveDiscoveryTimeout(upgraded);
  return { documents: upgraded, issues };
}

function withArgumentLists(document: KnownDocument): KnownDocument {
  const paths = argumentPaths[document.kind] ?? [];
  const names = new Map<string, readonly string[]>();
  let value = document.value;
  for (const path of paths) {
    const args = valueAt(value, path);
    if (args === null || args === undefined) continue;
    const sorted = Object.entries(args as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1));
    names.set(
      path.join('/'),
      sorted.map(([name]) => name),
    );
    value = replace(
      value,
      path,
      sorted.map(([name, text]) => ({ name, value: text ?? '' })),
    );
  }
  const locate: KnownDocument['locate'] = (path) => {
    for (const argumentPath of paths) {
      const index = path[argumentPath.length];
      const lists = names.get(argumentPath.join('/'));
      if (typeof index !== 'number' || !argumentPath.every((step, i) => step === path[i])) continue;
      return document.locate([...argumentPath, ...(lists?.[index] === undefined ? [] : [lists[index]])]);
    }
    return document.locate(path);
  };
  return { ...document, value, locate };
}

function moveTimeout(documents: Map<DocumentKind, KnownDocument>): void {
  const cluster = documents.get('ClusterConfiguration');
  const timeout = cluster?.apiVersion.endsWith('/v1beta3') ? valueAt(cluster.value, timeoutBefore) : undefined;
  if (cluster === undefined || timeout === undefined) return;
  documents.set('ClusterConfiguration', { ...cluster, value: without(cluster.value, [timeoutBefore]) });
  const init = documents.get('InitConfiguration');
  const timeouts = (init?.value['timeouts'] ?? {}) as JsonObject;
  const value = { ...init?.value, timeouts: { ...timeouts, controlPlaneComponentHealthCheck: timeout as Json } };
  const locate: KnownDocument['locate'] = (path) =>
    timeoutNow.every((step, index) => step === path[index])
      ? cluster.locate(timeoutBefore)
      : (init ?? cluster).locate(init === undefined ? [] : path);
  documents.set('InitConfiguration', { ...(init ?? cluster), kind: 'InitConfiguration', value, locate });
}

const discoveryBefore: Path = ['discovery', 'timeout'];
const discoveryNow: Path = ['timeouts', 'discovery'];

function moveDiscoveryTimeout(documents: Map<DocumentKind, KnownDocument>): void {
  const join = documents.get('JoinConfiguration');
  const timeout = join?.apiVersion.endsWith('/v1beta3') ? valueAt(join.value, discoveryBefore) : undefined;
  if (join === undefined || timeout === undefined) return;
  const value = { ...without(join.value, [discoveryBefore]), timeouts: { discovery: timeout as Json } };
  const locate: KnownDocument['locate'] = (path) =>
    join.locate(discoveryNow.every((step, index) => step === path[index]) ? discoveryBefore : path);
  documents.set('JoinConfiguration', { ...join, value, locate });
}

function replace(value: JsonObject, path: Path, wanted: Json): JsonObject {
  const [step, ...rest] = path as readonly string[];
  return { ...value, [step!]: rest.length === 0 ? wanted : replace(value[step!] as JsonObject, rest, wanted) };
}

/** The value without the members at some paths; members of lists become null. */
function without(value: JsonObject, paths: readonly Path[]): JsonObject {
  const copy = structuredClone(value) as JsonObject;
  for (const path of paths) remove(copy, path);
  return copy;
}
