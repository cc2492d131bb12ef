import type { Json, KubeObject } from '../plan/json.ts';
import type { NodeRegistration, Taint } from '../spec/types.ts';
import { converge, type ManifestObject } from './manifest-object.ts';

/** Labels of a control-plane node; both have empty values. */
export const controlPlaneLabels = [
  'node-role.kubernetes.io/control-plane',
  'node.kubernetes.io/exclude-from-external-load-balancers',
] as const;

/** Keeps ordinary Pods off a control-plane node. */
export const controlPlaneTaint: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };

/** Taints of a new control-plane node: the user's, also when that is an empty list, else the usual one. */
export function controlPlaneTaints(spec: {
  readonly nodeRegistration: Pick<NodeRegistration, 'taints'>;
}): readonly Taint[] {
  return spec.nodeRegistration.taints ?? [controlPlaneTaint];
}

/**
 * A Node with the labels and taints of a control plane. Taints are one field for the API server, hence those that the
 * Node has already are repeated behind ours.
 * @param found the Node as it is
 */
export function controlPlaneNode(
  spec: { readonly nodeRegistration: Pick<NodeRegistration, 'name' | 'taints'> },
  found: KubeObject,
): ManifestObject {
  const ours = controlPlaneTaints(spec).map(taintObject);
  const others = taintsOf(found).filter((taint) => !ours.some((own) => sameTaint(own, taint)));
  return converge({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: spec.nodeRegistration.name,
      labels: Object.fromEntries(controlPlaneLabels.map((label) => [label, ''])),
    },
    ...(ours.length === 0 ? {} : { spec: { taints: [...ours, ...others] } }),
  });
}

/** A taint as kubectl and the kubelet's flag write it: `key=value:Effect`. */
export function taintText({ key, value, effect }: Taint): string {
  const keyAndValue = value ? `${key}=${value}` : key;
  return effect === '' ? keyAndValue : `${keyAndValue}:${effect}`;
}

type TaintObject = { readonly [key: string]: Json | undefined };

function taintObject({ key, value, effect, timeAdded }: Taint): TaintObject {
  return { key, ...(value ? { value } : {}), effect, ...(timeAdded ? { timeAdded } : {}) };
}

function taintsOf(node: KubeObject): readonly TaintObject[] {
  const spec = node['spec'] as { readonly taints?: readonly TaintObject[] } | undefined;
  return spec?.taints ?? [];
}

function sameTaint(a: TaintObject, b: TaintObject): boolean {
  return ['key', 'value', 'effect', 'timeAdded'].every((field) => a[field] === b[field]);
}
