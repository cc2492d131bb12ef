import type * as z from 'zod';
import type { Path } from '../field-path.ts';

/** What we look at of zod's own description of a schema. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly shape?: { readonly [name: string]: z.core.$ZodType };
}

/** Names of the fields that a schema knows at a path; none when the path leads out of it or to a value. */
export function fieldNames(schema: z.core.$ZodType, path: Path): readonly string[] {
  let current: z.core.$ZodType | undefined = unwrap(schema);
  for (const step of path) {
    const definition: Definition | undefined = current?._zod.def as Definition | undefined;
    const next: z.core.$ZodType | undefined =
      typeof step === 'number' ? definition?.element : new Map(Object.entries(definition?.shape ?? {})).get(step);
    current = next && unwrap(next);
  }
  return Object.keys((current?._zod.def as Definition | undefined)?.shape ?? {});
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const definition = schema._zod.def as Definition;
  const inner = definition.innerType ?? definition.in;
  return inner === undefined ? schema : unwrap(inner);
}
