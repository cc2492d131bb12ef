import { ConfigError, type Issue } from '../errors.ts';
import { componentConfig } from './component-config.ts';
import { defaultOptions, initSpec } from './defaults.ts';
import { forInit } from './documents.ts';
import { withoutSettledGates } from './feature-gates.ts';
import { type ShapedDocuments, shapeDocuments } from './init-documents.ts';
import { issuesInOrder, mistakesIn } from './issue-order.ts';
import { type Override, type PlacedOverride, placeOverrides } from './overrides.ts';
import { noDocuments, type ReadDocuments, readDocuments, spoiltFields } from './read-documents.ts';
import { initRules, resolvedRules } from './rules/init-rules.ts';
import type { Complaint, Rule } from './rules/rule.ts';
import { kubeletFields, kubeProxyFields } from './schema/component-fields.ts';
import { unknownFields } from './schema/unknown-fields.ts';
import { type Placing, placing } from './sources.ts';
import type { InitSpec, RunOptions } from './types.ts';

export type { Override } from './overrides.ts';

/** What the configuration of `init` is made from. */
export interface InitInput {
  /** The name we were called by; only `kubeadm` forgives unknown and repeated fields. */
  readonly program: string;
  /** The file given with --config. */
  readonly document?: { readonly file: string; readonly text: string };
  readonly overrides: readonly Override[];
  readonly options?: Partial<RunOptions>;
  /** Unknown and repeated fields are never forgiven (`config validate`, `config migrate`). */
  readonly strict?: boolean;
}

/** A configuration and what is doubtful about it. */
export interface CheckedInit {
  readonly spec: InitSpec;
  readonly warnings: readonly Issue[];
}

/** A loaded configuration. */
export interface LoadedInit extends CheckedInit {
  /** The documents with overrides, before defaults. A function, since they hold secrets in clear. */
  written(): Pick<ShapedDocuments, 'init' | 'cluster'>;
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
  const { document, program } = input;
  return initFromDocuments(
    document === undefined ? noDocuments : readDocuments(document.text, document.file, program),
    input,
  );
}

/**
 * The same from documents that have been read; others among them are passed over.
 * @throws ConfigError with every issue at once
 */
export function initFromDocuments(read: ReadDocuments, input: InitInput): LoadedInit {
  const { document, program } = input;
  if (read.fatal.length > 0) throw configError(input, read.fatal);
  const overrides = placeOverrides(input.overrides);
  const shaped = shapeDocuments(read, overrides);
  const place = placing(document?.file, read.documents, overrides);

  const spec = initSpec(shaped.init, shaped.cluster, {
    kubelet: componentConfig(read.documents.get('KubeletConfiguration')?.value),
    kubeProxy: componentConfig(read.documents.get('KubeProxyConfiguration')?.value),
    options: { ...defaultOptions(program), ...input.options, ...optionOverrides(overrides) },
  });
  const isSpoilt = spoiltFields(shaped.issues);
  const judge = (rules: readonly Rule[], subject: InitSpec): Record<Complaint['severity'], readonly Issue[]> => {
    const complaints = rules
      .flatMap((rule) => rule({ spec: subject, written: shaped }))
      .filter(({ kind, path }) => !isSpoilt(kind, path));
    const placed = (severity: Complaint['severity']): readonly Issue[] =>
      complaints.filter((complaint) => complaint.severity === severity).map((one) => place(one.kind, one));
    return { error: placed('error'), warning: placed('warning') };
  };

  const judged = judge(initRules, spec);
  const types = shaped.issues.filter(({ issue }) => issue.kind === 'wrong-type');
  const unknown = shaped.issues.filter(({ issue }) => issue.kind === 'unknown-field');
  const placed = (issues: typeof shaped.issues): readonly Issue[] =>
    issues.map(({ kind, issue }) => place(kind, issue));
  const strict = [...forInit.reads.flatMap((kind) => read.repeatedKeys.get(kind) ?? []), ...placed(unknown)];
  const forgiven = program === 'kubeadm' && input.strict !== true;
  // Told, but no reason to refuse a run: the component may be of another version and know the field.
  const foreign = componentFields(read, place);
  const errors = [...placed(types), ...judged.error, ...(forgiven ? [] : strict), ...(input.strict ? foreign : [])];
  const warnings = [...read.warnings, ...judged.warning, ...(forgiven ? strict : []), ...(input.strict ? [] : foreign)];
  if (errors.length > 0) throw configError(input, errors);
  return {
    spec: withoutSettledGates(spec),
    written: () => shaped,
    warnings: issuesInOrder(warnings),
    checkResolved(resolved) {
      const again = judge(resolvedRules, resolved);
      if (again.error.length > 0) throw configError(input, again.error);
      const told = new Set(warnings.map(({ path, message }) => `${path} ${message}`));
      const fresh = again.warning.filter(({ path, message }) => !told.has(`${path} ${message}`));
      return { spec: withoutSettledGates(resolved), warnings: issuesInOrder(fresh) };
    },
  };
}

function optionOverrides(overrides: readonly PlacedOverride[]): Partial<RunOptions> {
  return Object.fromEntries(
    overrides.filter(({ target }) => target === 'options').map(({ path, value }) => [path.join('.'), value]),
  );
}

function componentFields({ documents }: ReadDocuments, place: Placing): readonly Issue[] {
  const trees = { KubeletConfiguration: kubeletFields, KubeProxyConfiguration: kubeProxyFields } as const;
  return (['KubeletConfiguration', 'KubeProxyConfiguration'] as const).flatMap((kind) =>
    unknownFields(trees[kind], documents.get(kind)?.value).map((issue) => place(kind, issue)),
  );
}

function configError(input: InitInput, issues: readonly Issue[]): ConfigError {
  return new ConfigError(mistakesIn(input.document?.file, issues), issuesInOrder(issues));
}
