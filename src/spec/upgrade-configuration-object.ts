import type { Json, JsonObject } from '../plan/json.ts';
import { nonEmpty, patchesPart, timeoutsPart } from './configuration-parts.ts';
import type { UpgradeConfiguration, UpgradeNodePart } from './upgrade-types.ts';

/** The UpgradeConfiguration as kubeadm writes it: v1beta4, defaults filled, a spoken no written. */
export function upgradeConfigurationObject({ apply, node, plan, diff, timeouts }: UpgradeConfiguration): JsonObject {
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'UpgradeConfiguration',
    apply: part(apply),
    node: part(node),
    plan: part(plan),
    diff: nonEmpty({ ...diff }),
    timeouts: timeoutsPart(timeouts),
  };
}

/** Booleans are written whenever they have a value, texts and lists when they are not empty. */
function part({ patchesDirectory = '', ...rest }: Partial<UpgradeNodePart>): JsonObject {
  const fields: { readonly [name: string]: Json | undefined } = rest;
  const spoken = Object.entries(fields).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean');
  return { ...nonEmpty(fields), ...Object.fromEntries(spoken), ...patchesPart(patchesDirectory) };
}
