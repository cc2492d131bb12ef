import * as z from 'zod';
import { Secret } from '../../plan/secret.ts';
import { parseDuration } from '../duration.ts';

/**
 * The kinds of fields in kubeadm's documents. As in Go's decoding, null counts as absent everywhere, a null in a list
 * is the empty value of its type, and letter case of names matters.
 */

export const text = z.string().nullish();
export const flag = z.boolean().nullish();
export const int32 = z.int32().nullish();

/** A list of texts. */
export const texts = z
  .array(
    z
      .string()
      .nullable()
      .transform((item) => item ?? ''),
  )
  .nullish();

/** A list of objects. */
export function list<T extends z.ZodType>(item: T) {
  return z.array(item.nullable()).nullish();
}

/** A structure whose field names are all known. */
export function struct<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape);
}

/** A field that holds a structure. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish();
}

/** A Go duration text; comes out as milliseconds. */
export const duration = z
  .string()
  .transform((value, context) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined) return milliseconds;
    context.addIssue({
      code: 'custom',
      message: 'this is no duration',
      params: { found: value, hint: 'write number and unit, such as 90s, 4m0s or 8760h' },
    });
    return z.NEVER;
  })
  .nullish();

/** A bootstrap token `id.secret`; comes out as a Secret whose tag shows the id only. */
export const token = z
  .string()
  .transform((value, context) => {
    if (/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(value)) return new Secret(value, `token ${value.slice(0, 6)}`);
    context.addIssue({
      code: 'custom',
      message: 'this is no bootstrap token',
      params: {
        hint: 'a token is 6 characters, a dot and 16 characters, each a-z or 0-9; leave the field out to have one made',
      },
    });
    return z.NEVER;
  })
  .nullish();

/** An RFC 3339 time, kept as text. */
export const time = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value.replace(',', '.'))),
    {
      error: 'this is no RFC 3339 time',
      params: { hint: 'write it like 2030-01-31T12:00:00Z' },
    },
  )
  .nullish();

/** A Kubernetes quantity such as `500m` or 1. */
export const quantity = z
  .union([z.string(), z.number()])
  .refine((value) => /^[+-]?[\d.]+(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/.test(String(value)), {
    error: 'this is no quantity',
    params: { hint: 'write it like 1, 500m or 64Mi' },
  })
  .nullish();
