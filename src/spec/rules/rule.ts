import type { InitDocumentKind } from '../documents.ts';
import type { Path } from '../field-path.ts';
import type { WrittenCluster, WrittenInit } from '../schema/v1beta4.ts';
import type { InitSpec } from '../types.ts';

/** A complaint of a rule, before it is known where the field was written. */
export interface Complaint {
  readonly severity: 'error' | 'warning';
  readonly kind: InitDocumentKind;
  readonly path: Path;
  readonly message: string;
  /** Never a secret. */
  readonly found?: string;
  readonly hint?: string;
}

/** What rules look at: the configuration as it will be used, and as it was written where the difference matters. */
export interface RuleInput {
  readonly spec: InitSpec;
  readonly written: { readonly init: WrittenInit; readonly cluster: WrittenCluster };
}

/** A rule looks at one subject and tells everything that is wrong with it. */
export type Rule = (input: RuleInput) => readonly Complaint[];

type Words = Pick<Complaint, 'found' | 'hint'>;

/** An error about a field of the ClusterConfiguration. */
export function clusterError(path: Path, message: string, words: Words = {}): Complaint {
  return { severity: 'error', kind: 'ClusterConfiguration', path, message, ...words };
}

/** A warning about a field of the ClusterConfiguration. */
export function clusterWarning(path: Path, message: string, words: Words = {}): Complaint {
  return { severity: 'warning', kind: 'ClusterConfiguration', path, message, ...words };
}

/** An error about a field of the InitConfiguration. */
export function initError(path: Path, message: string, words: Words = {}): Complaint {
  return { severity: 'error', kind: 'InitConfiguration', path, message, ...words };
}

/** A warning about a field of the InitConfiguration. */
export function initWarning(path: Path, message: string, words: Words = {}): Complaint {
  return { severity: 'warning', kind: 'InitConfiguration', path, message, ...words };
}
