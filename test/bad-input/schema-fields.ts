import type * as z from 'zod';

/** What a field holds. */
export type FieldKind = 'text' | 'flag' | 'number' | 'fraction' | 'text or number' | 'list' | 'mapping';

/** A field of a schema. Members of lists stand at index 0, those of open mappings at `some-key`. */
export interface Field {
  readonly path: readonly (string | number)[];
  readonly kind: FieldKind;
}

/** What we look at of zod's own description of a schema. */
interface Definition {
  readonly type: string;
  /** Of a number that must be whole. */
  readonly format?: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: { readonly [name: string]: z.core.$ZodType };
}

const kinds: { readonly [type: string]: FieldKind } = {
  string: 'text',
  boolean: 'flag',
  number: 'number',
  union: 'text or number',
  array: 'list',
  object: 'mapping',
  record: 'mapping',
};

/** Every field of a schema, from the outside to the inside; the document itself is none. */
export function fieldsOf(schema: z.core.$ZodType, path: Field['path'] = []): readonly Field[] {
  const definition = schema._zod.def as Definition;
  const inner = definition.innerType ?? definition.in;
  if (inner !== undefined) return fieldsOf(inner, path);
  const fraction = definition.type === 'number' && definition.format === undefined;
  const kind = fraction ? 'fraction' : kinds[definition.type];
  if (kind === undefined) throw new Error(`${path.join('.')}: what is ${definition.type}?`);
  return [
    ...(path.length === 0 ? [] : [{ path, kind }]),
    ...Object.entries(definition.shape ?? {}).flatMap(([name, type]) => fieldsOf(type, [...path, name])),
    ...(definition.element === undefined ? [] : fieldsOf(definition.element, [...path, 0])),
    ...(definition.valueType === undefined ? [] : fieldsOf(definition.valueType, [...path, 'some-key'])),
  ];
}
