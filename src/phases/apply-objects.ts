import type { ManifestObject } from '../manifests/manifest-object.ts';
import { refOf, type Via } from '../plan/api-object.ts';
import type { ApplyEffect } from '../plan/effect.ts';
import type { Secret } from '../plan/secret.ts';

/** Effects that bring objects about. Objects do not depend on one another at this level, so they go out together. `masks` are secret texts inside them. */
export function applyObjects(
  phase: string,
  why: string,
  objects: readonly ManifestObject[],
  via: Via,
  masks: readonly Secret[] = [],
): readonly ApplyEffect[] {
  return objects.map((entry) => {
    const { kind, name, namespace } = refOf(entry.object);
    return {
      kind: 'apply',
      id: `${phase}:${kind}/${namespace === undefined ? '' : `${namespace}/`}${name}`,
      why,
      group: phase,
      object: { ...entry, via, ...(masks.length === 0 ? {} : { masks }) },
    };
  });
}
