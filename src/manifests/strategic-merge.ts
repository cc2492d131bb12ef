import type { Json, JsonObject } from '../plan/json.ts';
import { isObject } from './go-document.ts';
import { type MergeKeys, self } from './merge-keys.ts';

/** A patch that does not fit the document. */
export class PatchMismatch extends Error {}

const directive = '$patch';
const retainKeys = '$retainKeys';
const deleteValues = '$deleteFromPrimitiveList/';
const elementOrder = '$setElementOrder/';

/**
 * Kubernetes' strategic merge: objects merge field by field, null removes a field, a list merges by the member that
 * tells its items apart (`keys`) or is replaced. Directives: `$patch` (delete, replace), `$retainKeys`,
 * `$deleteFromPrimitiveList/<field>`, `$setElementOrder/<field>`.
 * @throws PatchMismatch naming the field
 */
export function strategicMerge(original: JsonObject, patch: JsonObject, keys: MergeKeys): JsonObject {
  return mergeObjects(original, patch, keys, '');
}

function mergeObjects(original: JsonObject, patch: JsonObject, keys: MergeKeys, path: string): JsonObject {
  if (directive in patch) return applyDirective(patch, path);
  const result: Record<string, Json | undefined> = retained(original, patch, path);
  for (const [field, order] of directives(patch, elementOrder)) {
    const at = `${path}.${field}`;
    const key = keys.get(field) ?? self;
    const found = list(result[field] ?? [], at);
    result[field] = arrange(
      mergeLists(found, list(patch[field] ?? [], at), key, keys, at),
      found,
      list(order, at),
      key,
    );
  }
  for (const [field, values] of directives(patch, deleteValues)) {
    const at = `${path}.${field}`;
    const gone = list(values, at);
    if (result[field] !== undefined) result[field] = list(result[field], at).filter((item) => !gone.includes(item));
  }
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$') || `${elementOrder}${field}` in patch) continue;
    const merged = mergeValue(result[field], value, keys.get(field), keys, `${path}.${field}`);
    if (merged === undefined) delete result[field];
    else result[field] = merged;
  }
  return result;
}

function mergeValue(
  original: Json | undefined,
  value: Json | undefined,
  key: string | undefined,
  keys: MergeKeys,
  path: string,
): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (isObject(original) && isObject(value)) return mergeObjects(original, value, keys, path);
  if (Array.isArray(original) && Array.isArray(value)) {
    return key === undefined ? value : mergeLists(original, value, key, keys, path);
  }
  return cleaned(value);
}

/** Items of the patch change those of the same key, or come new; `$patch` in an item deletes it or replaces the list. */
function mergeLists(
  original: readonly Json[],
  patch: readonly Json[],
  key: string,
  keys: MergeKeys,
  path: string,
): readonly Json[] {
  if (key === self) {
    const merged = [...original, ...patch.filter((item) => !original.includes(item))];
    return arrange(merged, original, patch, key);
  }
  const items = patch.map((item) => keyed(item, key, path));
  const deleted = items.filter((item) => item[directive] === 'delete').map((item) => item[key]);
  const plain = items.filter((item) => !(directive in item));
  for (const item of items) {
    if (directive in item && item[directive] !== 'delete' && item[directive] !== 'replace') {
      throw new PatchMismatch(`${path}: ${directive} of a list item is delete or replace`);
    }
  }
  if (items.some((item) => item[directive] === 'replace')) return plain;
  const left = original.filter((item) => !(isObject(item) && deleted.includes(item[key])));
  const merged = plain.reduce<readonly Json[]>((result, item) => mergeItem(result, item, key, keys, path), left);
  return arrange(merged, left, plain, key);
}

function mergeItem(
  items: readonly Json[],
  item: JsonObject,
  key: string,
  keys: MergeKeys,
  path: string,
): readonly Json[] {
  const at = items.findIndex((other) => isObject(other) && other[key] === item[key]);
  if (at < 0) return [...items, withoutDirectives(item)];
  const merged = mergeObjects(items[at] as JsonObject, item, keys, `${path}[${key}=${item[key]}]`);
  return items.with(at, merged);
}

/**
 * The order of a merged list: items that the patch names are in its order, the others in the order they had; where
 * nothing tells which of two comes first, the one that the patch names does.
 */
function arrange(
  merged: readonly Json[],
  original: readonly Json[],
  patch: readonly Json[],
  key: string,
): readonly Json[] {
  const named = merged
    .filter((item) => indexOf(patch, item, key) >= 0)
    .toSorted((a, b) => indexOf(patch, a, key) - indexOf(patch, b, key));
  const others = merged.filter((item) => indexOf(patch, item, key) < 0);
  const result: Json[] = [];
  while (named.length > 0 && others.length > 0) {
    const [before, after] = [indexOf(original, others[0]!, key), indexOf(original, named[0]!, key)];
    result.push(before >= 0 && before < after ? others.shift()! : named.shift()!);
  }
  return [...result, ...others, ...named];
}

function indexOf(items: readonly Json[], item: Json, key: string): number {
  if (key === self) return items.indexOf(item);
  return items.findIndex((other) => isObject(other) && isObject(item) && other[key] === item[key]);
}

function applyDirective(patch: JsonObject, path: string): JsonObject {
  const { [directive]: verb, ...rest } = patch;
  if (verb === 'replace') return rest;
  if (verb === 'delete') return {};
  throw new PatchMismatch(`${path || 'document'}: ${directive} is ${JSON.stringify(verb)}, not delete or replace`);
}

function retained(original: JsonObject, patch: JsonObject, path: string): Record<string, Json | undefined> {
  const names = patch[retainKeys];
  if (names === undefined) return { ...original };
  const kept = list(names, `${path}.${retainKeys}`);
  for (const [field, value] of Object.entries(patch)) {
    if (!field.startsWith('$') && value !== null && !kept.includes(field)) {
      throw new PatchMismatch(`${path}.${field} is set but not named in ${retainKeys}`);
    }
  }
  return Object.fromEntries(Object.entries(original).filter(([field]) => kept.includes(field)));
}

function directives(patch: JsonObject, prefix: string): readonly (readonly [string, Json])[] {
  return Object.entries(patch).flatMap(([field, value]) =>
    field.startsWith(prefix) && value !== undefined ? [[field.slice(prefix.length), value] as const] : [],
  );
}

/** A new value without nulls and without what a directive in it deletes. */
function cleaned(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => cleaned(item)).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (directive in value) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, item]) => {
      const kept = item === null || item === undefined ? undefined : cleaned(item);
      return kept === undefined ? [] : [[field, kept]];
    }),
  );
}

/** A new list item: directives in it find nothing to change. */
function withoutDirectives(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutDirectives(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, item]) =>
      field.startsWith('$') || item === null || item === undefined ? [] : [[field, withoutDirectives(item)]],
    ),
  );
}

function keyed(item: Json, key: string, path: string): JsonObject {
  if (isObject(item) && (key in item || item[directive] === 'replace')) return item;
  throw new PatchMismatch(`${path}: an item of the patch has no ${key}, by which this list is merged`);
}

function list(value: Json | undefined, path: string): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new PatchMismatch(`${path} is not a list`);
}
