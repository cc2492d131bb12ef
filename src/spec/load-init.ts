import { ConfigError, type Issue } from '../errors.ts';
import type { JsonObject } from '../plan/json.ts';
import { componentConfig } from './component-config.ts';
import { defaultOptions, initSpec } from './defaults.ts';
import { type InitDocumentKind, type KnownDocument, sortDocuments } from './documents.ts';
import { withoutSettledGates } from './feature-gates.ts';
import { formatPath, type Path, pathsMeet } from './field-path.ts';
import { applyOverrides, type Override, type PlacedOverride, placeOverrides } from './overrides.ts';
import { initRules, resolvedRules } from './rules/init-rules.ts';
import type { Complaint, Rule } from './rules/rule.ts';
import { checkShape, type ShapeIssue } from './schema/check.ts';
import { kubeletConfiguration, kubeProxyConfiguration } from './schema/component-configs.ts';
import { clusterConfiguration, initConfiguration } from './schema/v1beta4.ts';
import { sourceOf } from './sources.ts';
import type { InitSpec, RunOptions } from './types.ts';
import { upgradeDocuments } from './v1beta3.ts';
import { readYaml } from './yaml-read.ts';

export type { Override } from './overrides.ts';

/** What the configuration of `init` is made from. */
export interface InitInput {
  /** The name we were called by; only `kubeadm` forgives unknown and repeated fields. */
  readonly program: string;
  /** The file given with --config. */
  readonly document?: { readonly file: string; readonly text: string };
  readonly overrides: readonly Override[];
  readonly options?: Partial<RunOptions>;
}

/** A configuration and what is doubtful about it. */
export interface CheckedInit {
  readonly spec: InitSpec;
  readonly warnings: readonly Issue[];
}

/** A loaded configuration. */
export interface LoadedInit extends CheckedInit {
  /**
   * Asks the rules again that depend on node name, address or version, once these are resolved; feature gates that are
   * settled for the version are taken out. Warnings are only those that were not given before.
   * @throws ConfigError with every issue
   */
  checkResolved(resolved: InitSpec): CheckedInit;
}

/**
 * From a file's text and flags to the configuration of `init`: read, sorted, converted to v1beta4, checked for shape,
 * defaulted, judged by the rules. The four values that depend on node or network stay '' (or a version label).
 * @throws ConfigError with every issue at once; one that comes from a flag has the flag as its file
 */
export function loadInitSpec(input: InitInput): LoadedInit {
  const { documents, warnings: first } = readDocuments(input);
  const overrides = placeOverrides(input.overrides);
  const place = placing(input.document?.file, documents, overrides);
  const errors: Issue[] = [];
  const warnings: Issue[] = [...first];

  const shaped = (kind: InitDocumentKind): JsonObject =>
    applyOverrides(
      documents.get(kind)?.value ?? {},
      overrides.filter(({ target }) => target === kind),
    );
  const init = checkShape(initConfiguration, shaped('InitConfiguration'));
  const cluster = checkShape(clusterConfiguration, shaped('ClusterConfiguration'));
  const shapes: readonly PlacedShapeIssue[] = [
    ...init.issues.map((issue) => ({ kind: 'InitConfiguration' as const, issue })),
    ...cluster.issues.map((issue) => ({ kind: 'ClusterConfiguration' as const, issue })),
    ...componentIssues(documents),
  ];
  for (const { kind, issue } of shapes) {
    (issue.kind === 'unknown-field' && forgiving(input) ? warnings : errors).push(place(kind, issue));
  }

  const spec = initSpec(init.value, cluster.value, {
    kubelet: componentConfig(documents.get('KubeletConfiguration')?.value),
    kubeProxy: componentConfig(documents.get('KubeProxyConfiguration')?.value),
    options: { ...defaultOptions(input.program), ...input.options, ...optionOverrides(overrides) },
  });
  const judge = (rules: readonly Rule[], subject: InitSpec): { errors: Issue[]; warnings: Issue[] } => {
    const complaints = rules
      .flatMap((rule) => rule({ spec: subject, written: { init: init.value, cluster: cluster.value } }))
      // A field that could not even be read was left out; what follows from its absence is no complaint of its own.
      .filter(({ kind, path }) => !shapes.some((shape) => shape.kind === kind && spoils(shape.issue, path)));
    const placed = (severity: Complaint['severity']): Issue[] =>
      complaints.filter((complaint) => complaint.severity === severity).map((one) => place(one.kind, one));
    return { errors: placed('error'), warnings: placed('warning') };
  };
  const judged = judge(initRules, spec);
  errors.push(...judged.errors);
  warnings.push(...judged.warnings);
  if (errors.length > 0) throw configError(input, errors);
  return {
    spec: withoutSettledGates(spec),
    warnings: inOrder(warnings),
    checkResolved(resolved) {
      const again = judge(resolvedRules, resolved);
      if (again.errors.length > 0) throw configError(input, again.errors);
      const told = new Set(warnings.map(({ path, message }) => `${path} ${message}`));
      const fresh = again.warnings.filter(({ path, message }) => !told.has(`${path} ${message}`));
      return { spec: withoutSettledGates(resolved), warnings: inOrder(fresh) };
    },
  };
}

interface PlacedShapeIssue {
  readonly kind: InitDocumentKind;
  readonly issue: ShapeIssue;
}

/** Component configurations are carried through as they are; only types are looked at. */
function componentIssues(documents: ReadonlyMap<InitDocumentKind, KnownDocument>): readonly PlacedShapeIssue[] {
  const schemas = [
    ['KubeletConfiguration', kubeletConfiguration],
    ['KubeProxyConfiguration', kubeProxyConfiguration],
  ] as const;
  return schemas.flatMap(([kind, schema]) => {
    const document = documents.get(kind);
    return document === undefined ? [] : checkShape(schema, document.value).issues.map((issue) => ({ kind, issue }));
  });
}

function spoils(issue: ShapeIssue, path: Path): boolean {
  return issue.kind === 'wrong-type' && pathsMeet(issue.path, path);
}

function forgiving(input: InitInput): boolean {
  return input.program === 'kubeadm';
}

/** The documents of the file, all as v1beta4; without a file none. */
function readDocuments(input: InitInput): {
  readonly documents: ReadonlyMap<InitDocumentKind, KnownDocument>;
  readonly warnings: readonly Issue[];
} {
  if (input.document === undefined) return { documents: new Map(), warnings: [] };
  const { file, text } = input.document;
  const { documents: read, issues } = readYaml(text, file);
  // What cannot be parsed hides everything else; what the rest then lacks would be told wrongly.
  if (issues.length > 0) throw configError(input, issues);
  const sorted = sortDocuments(read, file, input.program);
  const errors: Issue[] = [...sorted.errors];
  const warnings: Issue[] = [...sorted.warnings];
  for (const document of sorted.documents.values()) {
    (forgiving(input) ? warnings : errors).push(...document.repeatedKeys);
  }
  const { documents, issues: older } = upgradeDocuments(sorted.documents);
  for (const { document, issue } of older) {
    const target = issue.kind === 'unknown-field' && forgiving(input) ? warnings : errors;
    target.push({ ...words(issue), path: formatPath(issue.path), file, ...document.locate(issue.path) });
  }
  if (errors.length > 0) throw configError(input, errors);
  return { documents, warnings };
}

type Placing = (kind: InitDocumentKind, words: Words & { readonly path: Path }) => Issue;
type Words = Pick<Issue, 'message' | 'found' | 'hint'>;

function placing(
  file: string | undefined,
  documents: ReadonlyMap<InitDocumentKind, KnownDocument>,
  overrides: readonly PlacedOverride[],
): Placing {
  return (kind, issue) => ({
    ...words(issue),
    path: formatPath(issue.path),
    ...sourceOf(kind, issue.path, file, documents, overrides),
  });
}

function words({ message, found, hint }: Words): Words {
  return { message, ...(found !== undefined && { found }), ...(hint !== undefined && { hint }) };
}

function optionOverrides(overrides: readonly PlacedOverride[]): Partial<RunOptions> {
  return Object.fromEntries(
    overrides.filter(({ target }) => target === 'options').map(({ path, value }) => [path.join('.'), value]),
  );
}

function configError(input: InitInput, issues: readonly Issue[]): ConfigError {
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
  const where = input.document === undefined ? 'the configuration' : input.document.file;
  return new ConfigError(`${where} has ${count}`, inOrder(issues));
}

/** Flags first, then the file from top to bottom. */
function inOrder(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}
