import type { Path } from '../field-path.ts';

/**
 * Takes fields called `__proto__` out of plain data: JavaScript and the schema library both give the name a meaning of
 * their own, and no document has such a field.
 * @returns the paths of their parents
 */
export function takeOutProto(value: unknown, path: Path = []): readonly Path[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => takeOutProto(item, [...path, index]));
  const found = Object.hasOwn(value, '__proto__') ? [path] : [];
  if (found.length > 0) Reflect.deleteProperty(value, '__proto__');
  return [...found, ...Object.entries(value).flatMap(([key, item]) => takeOutProto(item, [...path, key]))];
}
