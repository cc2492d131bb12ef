import type * as z from 'zod';
import { ConfigError, type Issue } from '../errors.ts';
import { type DocumentKind, forKind } from './documents.ts';
import { issuesInOrder, mistakesIn } from './issue-order.ts';
import { applyOverrides, type Override, placeOverrides } from './overrides.ts';
import { type KindIssue, noDocuments, type ReadDocuments, readDocuments, spoiltFields } from './read-documents.ts';
import type { Complaint, DocumentRule } from './rules/rule.ts';
import { checkShape } from './schema/check.ts';
import { placing } from './sources.ts';

/** How a document that stands for itself is read: JoinConfiguration, ResetConfiguration, UpgradeConfiguration. */
export interface DocumentRecipe<Schema extends z.ZodType, Spec> {
  readonly kind: DocumentKind;
  readonly schema: Schema;
  readonly defaults: (written: z.output<Schema>) => Spec;
  readonly rules: readonly DocumentRule<Spec, z.output<Schema>>[];
}

/** What such a configuration is made from. */
export interface DocumentInput {
  /** The name we were called by; only `kubeadm` forgives unknown and repeated fields. */
  readonly program: string;
  /** The file given with --config. */
  readonly document?: { readonly file: string; readonly text: string };
  /** Paths begin with the kind, as in `JoinConfiguration.nodeRegistration.name`. */
  readonly overrides: readonly Override[];
  /** Unknown and repeated fields are never forgiven (`config validate`, `config migrate`). */
  readonly strict?: boolean;
}

/** A loaded configuration and what is doubtful about it. */
export interface LoadedDocument<Spec, Written> {
  readonly spec: Spec;
  /** The document with overrides, before defaults. A function, since it holds tokens in clear. */
  written(): Written;
  readonly warnings: readonly Issue[];
  /** An issue of a complaint that comes up later, with the place where the field was written. */
  place(complaint: Pick<Complaint, 'path' | 'message' | 'found' | 'hint'>): Issue;
}

/**
 * From a file's text and flags to a configuration: read, sorted, converted to v1beta4, checked for shape, defaulted,
 * judged by the rules.
 * @throws ConfigError with every issue at once; one that comes from a flag has the flag as its file
 */
export function loadDocument<Schema extends z.ZodType, Spec>(
  recipe: DocumentRecipe<Schema, Spec>,
  input: DocumentInput,
): LoadedDocument<Spec, z.output<Schema>> {
  const { document, program } = input;
  const purpose = forKind(recipe.kind);
  return fromDocuments(
    recipe,
    document === undefined ? noDocuments : readDocuments(document.text, document.file, program, purpose),
    input,
  );
}

/**
 * The same from documents that have been read; others among them are passed over.
 * @throws ConfigError with every issue at once
 */
export function fromDocuments<Schema extends z.ZodType, Spec>(
  recipe: DocumentRecipe<Schema, Spec>,
  read: ReadDocuments,
  input: DocumentInput,
): LoadedDocument<Spec, z.output<Schema>> {
  const { kind, rules } = recipe;
  const { document, program } = input;
  const file = document?.file;
  if (read.fatal.length > 0) throw new ConfigError(mistakesIn(file, read.fatal), issuesInOrder(read.fatal));
  const overrides = placeOverrides(input.overrides);
  const own = overrides.filter(({ target }) => target === kind);
  const shaped = checkShape(recipe.schema, applyOverrides(read.documents.get(kind)?.value ?? {}, own));
  const shapes: readonly KindIssue[] = [
    ...read.shapes.filter((shape) => shape.kind === kind),
    ...shaped.issues.map((issue) => ({ kind, issue })),
  ];
  const spec = recipe.defaults(shaped.value);
  const isSpoilt = spoiltFields(shapes);
  const complaints = rules
    .flatMap((rule) => rule({ spec, written: shaped.value, program }))
    .filter(({ path }) => !isSpoilt(kind, path));

  const place = placing(file, read.documents, overrides);
  const placed = (severity: Complaint['severity']): readonly Issue[] =>
    complaints.filter((complaint) => complaint.severity === severity).map((complaint) => place(kind, complaint));
  const shapesOf = (wanted: KindIssue['issue']['kind']): readonly Issue[] =>
    shapes.filter(({ issue }) => issue.kind === wanted).map(({ issue }) => place(kind, issue));
  const strict = [...(read.repeatedKeys.get(kind) ?? []), ...shapesOf('unknown-field')];
  const forgiven = program === 'kubeadm' && input.strict !== true;
  const errors = [...shapesOf('wrong-type'), ...placed('error'), ...(forgiven ? [] : strict)];
  if (errors.length > 0) throw new ConfigError(mistakesIn(file, errors), issuesInOrder(errors));
  return {
    spec,
    written: () => shaped.value,
    warnings: issuesInOrder([...read.warnings, ...placed('warning'), ...(forgiven ? strict : [])]),
    place: (complaint) => place(kind, complaint),
  };
}
