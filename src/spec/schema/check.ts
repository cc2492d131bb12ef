import type * as z from 'zod';
import type { Json } from '../../plan/json.ts';
import { formatPath, type Path } from '../field-path.ts';
import { nearestName } from '../nearest-name.ts';
import { fieldNames } from './field-names.ts';
import { takeOutProto } from './proto-fields.ts';

/** A complaint about the shape of a document. */
export interface ShapeIssue {
  readonly kind: 'unknown-field' | 'wrong-type';
  readonly path: Path;
  readonly message: string;
  readonly found?: string;
  readonly hint?: string;
}

/**
 * Reads a value by a schema. Fields that are unknown or of the wrong type are complained about and left out, so that
 * everything else can still be checked and all complaints come at once.
 * @param value plain data, not changed
 */
export function checkShape<T extends z.ZodType>(
  schema: T,
  value: Json,
): { readonly value: z.output<T>; readonly issues: readonly ShapeIssue[] } {
  const issues: ShapeIssue[] = [];
  const rest = structuredClone(value) as unknown;
  for (const parent of takeOutProto(rest)) issues.push(unknownField(schema, parent, '__proto__'));
  // A pass may uncover more: a transform is not run while its object has unknown fields.
  for (;;) {
    const result = schema.safeParse(rest);
    if (result.success) return { value: result.data, issues };
    for (const issue of result.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) issues.push(unknownField(schema, issue.path as Path, key));
        for (const key of issue.keys) remove(rest, [...(issue.path as Path), key]);
      } else {
        issues.push(wrongType(issue, value));
        if (issue.path.length === 0) return { value: schema.parse({}), issues };
        remove(rest, issue.path as Path);
      }
    }
  }
}

function unknownField(schema: z.ZodType, parent: Path, key: string): ShapeIssue {
  const names = fieldNames(schema, parent);
  const near = nearestName(key, names);
  return {
    kind: 'unknown-field',
    path: [...parent, key],
    message: parent.length === 0 ? 'there is no such field' : `${formatPath(parent)} has no such field`,
    hint: near === undefined ? `known fields: ${names.join(', ')}` : `did you mean "${near}"?`,
  };
}

const expectations: { readonly [expected: string]: string } = {
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a whole number',
  array: 'a list',
  object: 'a mapping of fields',
  record: 'a mapping of fields',
};

function wrongType(issue: z.core.$ZodIssue, value: Json): ShapeIssue {
  const path = issue.path as Path;
  if (issue.code === 'custom') {
    const { found, hint } = (issue.params ?? {}) as { found?: string; hint?: string };
    return { kind: 'wrong-type', path, message: issue.message, ...(found && { found }), ...(hint && { hint }) };
  }
  const found = valueAt(value, path);
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    return { kind: 'wrong-type', path, message: 'the number does not fit into 32 bits', found: String(found) };
  }
  const expected =
    issue.code === 'invalid_type' ? (expectations[issue.expected] ?? issue.expected) : 'text or a number';
  const unquoted = expected === 'text' && (typeof found === 'number' || typeof found === 'boolean');
  return {
    kind: 'wrong-type',
    path,
    message: `expected ${expected}, found ${isSecret(path) ? kindOfSecret(found) : typeName(found)}`,
    ...(unquoted && { hint: 'put the value in quotes' }),
    ...(expected === 'true or false' &&
      typeof found === 'string' &&
      /^(?:true|false)$/i.test(found) && { hint: 'take the quotes away' }),
  };
}

/** Fields whose value must not be shown, not even when it was read as a number for want of quotes. */
function isSecret(path: Path): boolean {
  const name = path[path.length - 1];
  return (
    name === 'token' ||
    name === 'tlsBootstrapToken' ||
    name === 'certificateKey' ||
    (name === 'value' && path.includes('extraEnvs'))
  );
}

function kindOfSecret(value: unknown): string {
  return typeof value === 'number' ? 'a number' : typeName(value);
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

/** The value at a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (current === null || typeof current !== 'object') return undefined;
    current = (current as { readonly [step: string | number]: unknown })[step];
  }
  return current;
}

/** Takes the member at a path out; members of lists become null, so that the indexes of the others stay. */
export function remove(value: unknown, path: Path): void {
  const parent = valueAt(value, path.slice(0, -1));
  const step = path[path.length - 1]!;
  if (Array.isArray(parent)) parent[step as number] = null;
  else if (parent !== null && typeof parent === 'object') delete (parent as { [key: string]: unknown })[step];
}
