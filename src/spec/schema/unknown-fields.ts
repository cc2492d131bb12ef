import type { Json, JsonObject } from '../../plan/json.ts';
import { formatPath, type Path } from '../field-path.ts';
import { nearestName } from '../nearest-name.ts';
import type { ShapeIssue } from './check.ts';
import type { FieldTree } from './component-fields.ts';

/** Fields of a carried-through document that no version served knows; letter case matters. */
export function unknownFields(tree: FieldTree, value: Json | undefined, path: Path = []): readonly ShapeIssue[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => unknownFields(tree, item, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  const inside = tree.inside ?? {};
  const known = ['apiVersion', 'kind', ...tree.names.trim().split(/\s+/), ...Object.keys(inside)];
  return Object.entries(value as JsonObject).flatMap(([name, item]) => {
    if (Object.hasOwn(inside, name)) return unknownFields(inside[name]!, item, [...path, name]);
    if (known.includes(name)) return [];
    const near = nearestName(name, known);
    return [
      {
        kind: 'unknown-field' as const,
        path: [...path, name],
        message: path.length === 0 ? 'there is no such field' : `${formatPath(path)} has no such field`,
        ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
      },
    ];
  });
}
