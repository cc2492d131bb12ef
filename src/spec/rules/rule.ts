import type { DocumentKind } from '../documents.ts';
import type { Path } from '../field-path.ts';
import type { WrittenCluster, WrittenInit } from '../schema/v1beta4.ts';
import type { InitSpec } from '../types.ts';

/** A complaint of a rule, before it is known where the field was written. */
export interface Complaint {
  readonly severity: 'error' | 'warning';
  readonly kind: DocumentKind;
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

/** A rule about the registration of a node, which InitConfiguration and JoinConfiguration have in common. */
export type NodeRule = (input: {
  readonly spec: Pick<InitSpec, 'nodeRegistration'>;
  readonly written: { readonly init: Pick<WrittenInit, 'nodeRegistration'> };
}) => readonly Complaint[];

/** A rule about one document that has no others beside it. */
export type DocumentRule<Spec, Written> = (input: {
  readonly spec: Spec;
  readonly written: Written;
  /** The name we were called by, for hints. */
  readonly program: string;
}) => readonly Complaint[];

/** Complaints of a rule that was made for another document, told of this one, below a path. */
export function toldOf(kind: DocumentKind, complaints: readonly Complaint[], below: Path = []): readonly Complaint[] {
  return complaints.map((complaint) => ({ ...complaint, kind, path: [...below, ...complaint.path] }));
}

/** Makes complaints about the fields of one kind of document. */
export function complaintMaker(kind: DocumentKind, severity: Complaint['severity'] = 'error') {
  return (path: Path, message: string, words: Words = {}): Complaint => ({ severity, kind, path, message, ...words });
}

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
