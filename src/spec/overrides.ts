import type { Json, JsonObject } from '../plan/json.ts';
import { type Path, parsePath } from './field-path.ts';

/** A value from the command line, put over what the document says. */
export interface Override {
  /** `ClusterConfiguration.networking.podSubnet`, `InitConfiguration.bootstrapTokens[0].token`, `options.kubeconfigDir`. */
  readonly path: string;
  readonly value: Json;
  /** The flag's name, dashes in front make no difference; or a word of a usage line, in brackets. */
  readonly flag: string;
}

/** An override in the document it belongs to. */
export interface PlacedOverride {
  /** `InitConfiguration`, `ClusterConfiguration` or `options`. */
  readonly target: string;
  readonly path: Path;
  readonly value: Json;
  /** With its dashes. */
  readonly flag: string;
}

/**
 * Where each override goes. Empty texts are left out: an empty flag means that the flag says nothing. Node names and
 * the list of ignored checks are the only ones that kubeadm allows beside a file; the lists are united.
 */
export function placeOverrides(overrides: readonly Override[]): readonly PlacedOverride[] {
  return overrides
    .filter(({ value }) => value !== '')
    .map(({ path, value, flag }) => {
      const [target, ...steps] = parsePath(path);
      return { target: String(target), path: steps, value, flag: /^[-[]/.test(flag) ? flag : `--${flag}` };
    });
}

const unitedPath = 'nodeRegistration.ignorePreflightErrors';

/** A document with the overrides of its kind put in. */
export function applyOverrides(document: JsonObject, overrides: readonly PlacedOverride[]): JsonObject {
  return overrides.reduce<JsonObject>(
    (value, { path, value: wanted }) => put(value, path, path.join('.') === unitedPath ? united : () => wanted, wanted),
    document,
  );
}

function united(before: Json | undefined, wanted: Json): Json {
  if (!Array.isArray(before) || !Array.isArray(wanted)) return wanted;
  return [...before, ...wanted];
}

function put(
  document: JsonObject,
  path: Path,
  join: (before: Json | undefined, wanted: Json) => Json,
  wanted: Json,
): JsonObject {
  const place = (current: Json | undefined, steps: Path): Json => {
    const [step, ...rest] = steps;
    if (step === undefined) return join(current, wanted);
    if (typeof step === 'number') {
      const items = Array.isArray(current) ? [...current] : [];
      items[step] = place(items[step], rest);
      return items;
    }
    const object = current !== null && typeof current === 'object' && !Array.isArray(current) ? current : {};
    return { ...object, [step]: place((object as JsonObject)[step], rest) };
  };
  return place(document, path) as JsonObject;
}
