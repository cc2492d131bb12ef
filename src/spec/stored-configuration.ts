import { ConfigError, type Issue } from '../errors.ts';
import type { JsonObject } from '../plan/json.ts';
import { clusterWithDefaults } from './cluster-defaults.ts';
import type { Purpose } from './documents.ts';
import { withoutSettledGates } from './feature-gates.ts';
import { issuesInOrder, mistakesIn } from './issue-order.ts';
import { readDocuments } from './read-documents.ts';
import { checkShape } from './schema/check.ts';
import { clusterConfiguration } from './schema/v1beta4.ts';
import { placing } from './sources.ts';
import type { ClusterConfiguration } from './types.ts';

/** The configuration of a cluster as it was found stored in it. */
export interface StoredCluster {
  readonly cluster: ClusterConfiguration;
  /** The version it was stored as, e.g. `kubeadm.k8s.io/v1beta4`. */
  readonly apiVersion: string;
  /** The document as v1beta4, before defaults, fields that we do not know included. */
  readonly document: JsonObject;
  /** Unknown and repeated fields: told and passed over, whatever name we were called by, as kubeadm does (1.36.3). */
  readonly warnings: readonly Issue[];
}

/** Whoever stored it may have been older or newer than we are; that alone is nothing to warn of. */
const forStored: Purpose = {
  reads: ['ClusterConfiguration'],
  needs: ['ClusterConfiguration'],
  unknown: 'ignore',
  allowDeprecated: true,
};

/**
 * From the text stored in the ConfigMap kubeadm-config to a configuration with defaults filled. It was judged when it
 * was stored, so only its shape is looked at; kubeadm asks no rules either.
 * @param from where the text stands, for words about it
 * @throws ConfigError when it cannot be read, or is of a version that is not read
 */
export function storedCluster(text: string, from: string): StoredCluster {
  // Under this name unknown fields are forgiven.
  const read = readDocuments(text, from, 'kubeadm', forStored);
  if (read.fatal.length > 0) throw new ConfigError(mistakesIn(from, read.fatal), issuesInOrder(read.fatal));
  const document = read.documents.get('ClusterConfiguration')!;
  const shaped = checkShape(clusterConfiguration, document.value);
  const place = placing(from, read.documents, []);
  const shapes = [...read.shapes.map(({ issue }) => issue), ...shaped.issues];
  const told = (kind: (typeof shapes)[number]['kind']): readonly Issue[] =>
    shapes.filter((issue) => issue.kind === kind).map((issue) => place('ClusterConfiguration', issue));
  const errors = told('wrong-type');
  if (errors.length > 0) throw new ConfigError(mistakesIn(from, errors), issuesInOrder(errors));
  const { cluster } = withoutSettledGates({ cluster: clusterWithDefaults(shaped.value) });
  return {
    cluster,
    apiVersion: document.apiVersion,
    document: document.value,
    warnings: issuesInOrder([
      ...read.warnings,
      ...(read.repeatedKeys.get('ClusterConfiguration') ?? []),
      ...told('unknown-field'),
    ]),
  };
}
