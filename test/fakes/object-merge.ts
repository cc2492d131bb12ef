import type { Json, JsonObject } from '../../src/plan/json.ts';

/** Lists whose items are merged by a key when applied; all others are replaced as a whole. */
const applyKeys: { readonly [list: string]: string } = {
  conditions: 'type',
  containers: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** Strategic merge has a key for one more. Taints have none: a patch replaces them all (seen on 1.36.3). */
const strategicKeys: { readonly [list: string]: string } = { ...applyKeys, addresses: 'type' };

/** Server-side apply, roughly: what we applied before and no longer want goes, what we want comes, the rest stays. */
export function applyFields(before: Json | undefined, current: Json | undefined, wanted: Json, list = ''): Json {
  const key = applyKeys[list];
  if (key !== undefined && Array.isArray(wanted)) {
    const all = Array.isArray(current) ? (current as readonly JsonObject[]) : [];
    const ours = Array.isArray(before) ? (before as readonly JsonObject[]) : [];
    const items = wanted as readonly JsonObject[];
    const named = (items: readonly JsonObject[], item: JsonObject) => items.find((other) => other[key] === item[key]);
    const kept = all.filter((item) => named(items, item) !== undefined || named(ours, item) === undefined);
    const merged = kept.map((item) => {
      const want = named(items, item);
      return want === undefined ? item : applyFields(named(ours, item), item, want);
    });
    return [...merged, ...items.filter((item) => named(all, item) === undefined)];
  }
  if (!isObject(wanted) || !isObject(current)) return wanted;
  const result: { [key: string]: Json | undefined } = { ...current };
  for (const name of Object.keys(isObject(before) ? before : {})) if (!(name in wanted)) delete result[name];
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    result[name] = applyFields(isObject(before) ? before[name] : undefined, current[name], value, name);
  }
  return result;
}

/** JSON merge patch (RFC 7396). */
export function mergePatch(current: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: { [key: string]: Json | undefined } = isObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (value !== undefined) result[name] = mergePatch(result[name], value);
  }
  return result;
}

/** Strategic merge patch, roughly: keyed lists, `$patch: delete` of an item, `$patch: replace` of a list or object. */
export function strategicPatch(current: Json | undefined, patch: Json, list = ''): Json {
  if (Array.isArray(patch)) {
    const key = strategicKeys[list];
    const items = patch as readonly JsonObject[];
    if (key === undefined || items.some((item) => item['$patch'] === 'replace')) {
      return items.filter((item) => !isObject(item) || item['$patch'] === undefined);
    }
    const all = Array.isArray(current) ? (current as readonly JsonObject[]) : [];
    const changed = all.flatMap((item) => {
      const change = items.find((other) => other[key] === item[key]);
      if (change === undefined) return [item];
      return change['$patch'] === 'delete' ? [] : [strategicPatch(item, change)];
    });
    const fresh = items.filter((item) => item['$patch'] !== 'delete' && !all.some((old) => old[key] === item[key]));
    return [...changed, ...fresh];
  }
  if (!isObject(patch)) return patch;
  const { $patch: directive, ...fields } = patch;
  const result: { [key: string]: Json | undefined } =
    isObject(current) && directive !== 'replace' ? { ...current } : {};
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else if (value !== undefined) result[name] = strategicPatch(result[name], value, name);
  }
  return result;
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
