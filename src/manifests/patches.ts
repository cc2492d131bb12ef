import type { Facts, TreeFile } from '../plan/facts.ts';
import type { JsonObject } from '../plan/json.ts';

/** What a patch can be aimed at. */
export type PatchTarget =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubeletconfiguration'
  | 'corednsdeployment'
  | 'kubeproxydaemonset';
export interface AppliedPatch {
  readonly target: PatchTarget;
  readonly type: 'strategic' | 'merge' | 'json';
  readonly file: string;
}
export interface PatchSet {
  readonly files: readonly TreeFile[];
  readonly ignored: readonly string[];
}
export const noPatches: PatchSet = { files: [], ignored: [] };
export function patchesOf(_spec: { readonly patchesDirectory: string }, _facts: Facts): PatchSet {
  return noPatches;
}
export function applyPatches<T extends JsonObject>(
  _target: PatchTarget,
  object: T,
  _patches: PatchSet,
): { readonly object: T; readonly applied: readonly AppliedPatch[] } {
  return { object, applied: [] };
}
