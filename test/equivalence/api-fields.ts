import type * as z from 'zod';
import { clusterConfiguration, initConfiguration } from '../../src/spec/schema/v1beta4.ts';

interface Definition {
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly shape?: { readonly [name: string]: z.core.$ZodType };
}

/** Every field of both kinds that `init` reads, as `ClusterConfiguration.apiServer.extraArgs[].name`. */
export function apiFields(): readonly string[] {
  return [
    ...fieldsBelow(initConfiguration, 'InitConfiguration'),
    ...fieldsBelow(clusterConfiguration, 'ClusterConfiguration'),
  ].filter((path) => !/^\w+\.(?:apiVersion|kind)$/.test(path));
}

function fieldsBelow(schema: z.core.$ZodType, path: string): readonly string[] {
  const definition = schema._zod.def as Definition;
  const inner = definition.innerType ?? definition.in;
  if (inner) return fieldsBelow(inner, path);
  if (definition.element) {
    const below = fieldsBelow(definition.element, `${path}[]`);
    return below.length === 0 ? [] : below;
  }
  return Object.entries(definition.shape ?? {}).flatMap(([name, field]) => {
    const here = `${path}.${name}`;
    return [here, ...fieldsBelow(field, here)];
  });
}

/** The fields that a document sets, spelled as `apiFields` does. */
export function fieldsSet(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsSet(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [`${path}.${name}`, ...fieldsSet(item, `${path}.${name}`)]);
}
