import type { JsonObject } from '../plan/json.ts';
import type { ComponentConfig } from './types.ts';

/** A component configuration from its document, without apiVersion and kind; an empty one when there is no document. */
export function componentConfig(document: JsonObject | undefined): ComponentConfig {
  if (document === undefined) return { object: {}, userSupplied: false };
  const { apiVersion: _, kind: __, ...object } = document;
  return { object, userSupplied: true };
}
