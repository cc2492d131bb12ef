import type { Json, JsonObject } from '../plan/json.ts';
import { isObject } from './go-document.ts';

/** A field of a component configuration that the cluster wants to have a certain value. */
export interface Recommended {
  /** Dotted path. */
  readonly path: string;
  readonly value: Json;
  /** A difference is not worth a warning. */
  readonly silent?: boolean;
}

/** A user's value that differs from the recommended one. */
export interface Recommendation {
  readonly kind: 'KubeletConfiguration' | 'KubeProxyConfiguration';
  readonly path: string;
  readonly recommended: Json;
  readonly found: Json;
  /** One sentence. */
  readonly message: string;
}

/** The document with recommended values where the user has none; text that is empty counts as none. */
export function withRecommended(document: JsonObject, recommended: readonly Recommended[]): JsonObject {
  return recommended.reduce((result, { path, value }) => {
    return isSet(fieldAt(result, path)) ? result : withField(result, path, value);
  }, document);
}

/** Where the user's document departs from recommended values. */
export function departures(
  kind: Recommendation['kind'],
  document: JsonObject,
  recommended: readonly Recommended[],
): readonly Recommendation[] {
  return recommended.flatMap(({ path, value, silent }) => {
    const found = fieldAt(document, path);
    if (silent || !isSet(found) || same(found, value)) return [];
    const message = `${kind}: ${path} is ${JSON.stringify(found)}; ${JSON.stringify(value)} is recommended for this cluster`;
    return [{ kind, path, recommended: value, found, message }];
  });
}

/** The value at a dotted path. */
export function fieldAt(document: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), document);
}

/** The document with a value at a dotted path. */
export function withField(document: JsonObject, path: string, value: Json): JsonObject {
  const [key, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...document, [key]: value };
  const inner = document[key];
  return { ...document, [key]: withField(isObject(inner) ? inner : {}, rest.join('.'), value) };
}

function isSet(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== '';
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
