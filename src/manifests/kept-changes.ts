import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject, KubeObject } from '../plan/json.ts';
import { isObject } from './go-document.ts';
import { type MergeKeys, podMergeKeys } from './merge-keys.ts';

/** An object that an upgrade writes, and what of it stays as people have set it. */
export interface KeptChanges {
  readonly object: KubeObject;
  /** Paths of fields, such as `spec.template.spec.tolerations`. */
  readonly kept: readonly string[];
}

/** What an upgrade is there to change, whoever has set it. */
const upgraded: ReadonlySet<string> = new Set(['image']);

/**
 * The defaults of a new version with what people have changed since the old one: where the live object differs from the
 * defaults of the version that made it, it wins; elsewhere the new defaults do (kubeadm writes the new defaults over
 * everything). Fields that no defaults name are not in the result, so an apply leaves them alone.
 *
 * @param base the defaults of the version that made the object
 * @param live the object as it is
 * @param target the defaults of the version to come
 */
export function withKeptChanges(base: KubeObject, live: KubeObject, target: KubeObject): KeptChanges {
  const merge = new Merge(podMergeKeys);
  const spec = merge.field(base['spec'], live['spec'], target['spec']!, ['spec']);
  return { object: spec === undefined ? target : { ...target, spec }, kept: merge.kept };
}

class Merge {
  readonly kept: string[] = [];
  readonly #keys: MergeKeys;

  constructor(keys: MergeKeys) {
    this.#keys = keys;
  }

  field(base: Json | undefined, live: Json | undefined, target: Json, path: readonly string[]): Json | undefined {
    if (live === undefined) return base === undefined ? target : this.#keep(undefined, path);
    if (isObject(target) && isObject(live)) return this.#fields(isObject(base) ? base : {}, live, target, path);
    const key = this.#keys.get(path.at(-1)!);
    if (key && isList(target) && isList(live)) return this.#items(key, isList(base) ? base : [], live, target, path);
    const untouched = isDeepStrictEqual(live, base) || isDeepStrictEqual(live, target);
    return untouched || upgraded.has(path.at(-1)!) ? target : this.#keep(live, path);
  }

  #fields(base: JsonObject, live: JsonObject, target: JsonObject, path: readonly string[]): JsonObject {
    const entries = Object.entries(target).flatMap(([name, value]) => {
      const merged = value === undefined ? undefined : this.field(base[name], live[name], value, [...path, name]);
      return merged === undefined ? [] : [[name, merged] as const];
    });
    return Object.fromEntries(entries);
  }

  #items(key: string, base: readonly Json[], live: readonly Json[], target: readonly Json[], path: readonly string[]) {
    return target.flatMap((item) => {
      const name = identity(item, key);
      const same = (other: Json): boolean => identity(other, key) === name;
      const at = [...path.slice(0, -1), `${path.at(-1)}[${name}]`];
      const merged = this.field(base.find(same), live.find(same), item, at);
      return merged === undefined ? [] : [merged];
    });
  }

  #keep(value: Json | undefined, path: readonly string[]): Json | undefined {
    this.kept.push(path.join('.'));
    return value;
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Two ports may have one number and differ in the protocol. */
function identity(item: Json, key: string): string {
  if (!isObject(item)) return JSON.stringify(item);
  const protocol = item['protocol'];
  return typeof protocol === 'string' ? `${item[key]}/${protocol}` : `${item[key]}`;
}
