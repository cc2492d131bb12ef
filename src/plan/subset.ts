import type { Json } from './json.ts';

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * Paths at which `wanted` is not contained in `live`. The API server adds defaults to what we send, so the live object
 * may hold more in maps; lists must have equal length and match element by element.
 */
export function differences(wanted: Json | undefined, live: Json | undefined, path = ''): readonly string[] {
  if (wanted === undefined) return [];
  if (isObject(wanted)) {
    // An empty map or a null is not stored by the API server.
    if (live === undefined || live === null) return Object.keys(wanted).length === 0 ? [] : [path];
    if (!isObject(live)) return [path];
    return Object.keys(wanted).flatMap((key) =>
      differences(wanted[key], live[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(wanted)) {
    if (live === undefined || live === null) return wanted.length === 0 ? [] : [path];
    if (!Array.isArray(live) || live.length !== wanted.length) return [path];
    return wanted.flatMap((item, index) => differences(item as Json, live[index] as Json, `${path}[${index}]`));
  }
  if (wanted === null) return live === undefined || live === null ? [] : [path];
  return wanted === live ? [] : [path];
}
