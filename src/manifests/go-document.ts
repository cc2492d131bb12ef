import type { Json, JsonObject } from '../plan/json.ts';
import { formatDuration, parseDuration } from '../spec/duration.ts';

/** What Go's serialisation makes of a typed document; field paths are dotted. */
export interface GoShape {
  /** What is written when nothing is set. */
  readonly zero: JsonObject;
  /** Fields that hold durations as text. */
  readonly durations: readonly string[];
  /** Fields that are left out when they hold the empty value of their type. */
  readonly omitEmpty: readonly string[];
}

/**
 * A document as Go writes it after reading it: fields that are always written are there, empty ones that are never
 * written are gone, durations have one spelling. Fields that the shape does not know stay as they are.
 */
export function goDocument(document: JsonObject, shape: GoShape): JsonObject {
  return shaped(document, shape.zero, shape, '') as JsonObject;
}

function shaped(value: Json | undefined, zero: Json | undefined, shape: GoShape, path: string): Json | undefined {
  if (value === undefined || value === null) return zero;
  if (isObject(value)) {
    const zeros = isObject(zero) ? zero : {};
    const result: Record<string, Json> = {};
    for (const key of new Set([...Object.keys(zeros), ...Object.keys(value)])) {
      const field = path === '' ? key : `${path}.${key}`;
      const item = shaped(value[key], zeros[key], shape, field);
      if (item !== undefined && !(isEmpty(item) && shape.omitEmpty.includes(field))) result[key] = item;
    }
    return result;
  }
  return typeof value === 'string' && shape.durations.includes(path) ? canonicalDuration(value) : value;
}

/** A duration in Go's spelling (`90s` is `1m30s`), so that a document keeps its bytes when kubeadm stores it anew. */
function canonicalDuration(text: string): string {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? text : formatDuration(milliseconds);
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Whether plain data is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
