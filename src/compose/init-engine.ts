import type { EngineParts } from '../engine/parts.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import type { LoadedInit } from '../spec/load-init.ts';
import type { InitSpec } from '../spec/types.ts';
import { engineBase } from './engine-base.ts';
import type { Surroundings } from './run-init.ts';

/**
 * What the engine works with in workflows over an InitSpec.
 * @param onVersion told the version that was found, when a phase reads it
 */
export function initEngine(
  loaded: Pick<LoadedInit, 'checkResolved'>,
  surroundings: Surroundings,
  onVersion: (version: string) => void = () => {},
): EngineParts<InitSpec> {
  return {
    ...engineBase(surroundings),
    resolveInputs: async (unresolved, inputs, machine, previous) => {
      const found = await resolveInputs(unresolved, inputs, machine, previous);
      // Some rules can judge only what is known now: the version, the node's name, the address.
      const checked = loaded.checkResolved(found.spec);
      if (inputs.has('kubernetes-version')) onVersion(checked.spec.cluster.kubernetesVersion);
      return { ...found, spec: checked.spec, warnings: [...found.warnings, ...checked.warnings] };
    },
  };
}
