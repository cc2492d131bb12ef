import mergePatch from 'json-merge-patch';
import { applyPatch as applyJsonPatch, type Operation, Pointer } from 'rfc6902';
import { ConfigError } from '../errors.ts';
import type { Facts } from '../plan/facts.ts';
import type { Json, JsonObject } from '../plan/json.ts';
import { isObject } from './go-document.ts';
import { kubeletMergeKeys, podMergeKeys } from './merge-keys.ts';
import {
  noPatches,
  type Patch,
  type PatchSet,
  type PatchTarget,
  type PatchType,
  readPatchFiles,
} from './patch-files.ts';
import { podDocument } from './pod-document.ts';
import { PatchMismatch, strategicMerge } from './strategic-merge.ts';

/** A patch that was applied. */
export interface AppliedPatch {
  readonly target: PatchTarget;
  readonly type: PatchType;
  readonly file: string;
}

/**
 * The user's patches, from the looked-at folder.
 * @throws ConfigError when the folder is missing or a file cannot be read
 */
export function patchesOf(
  spec: { readonly patchesDirectory: string; readonly cluster: { readonly kubernetesVersion: string } },
  facts: Pick<Facts, 'trees'>,
): PatchSet {
  const directory = spec.patchesDirectory;
  if (directory === '') return noPatches;
  if (!facts.trees.has(directory)) throw new Error(`folder ${directory} is used in a plan but no look names it`);
  const files = facts.trees.get(directory);
  if (files !== undefined) return readPatchFiles(files, spec.cluster.kubernetesVersion);
  throw new ConfigError('the patches cannot be read', [
    {
      path: 'patches.directory',
      message: 'there is no such folder',
      found: directory,
      hint: `make the folder, or leave --patches out; a link to a folder is taken with a slash at the end: ${directory.replace(/\/*$/, '/')}`,
    },
  ]);
}

/**
 * An object with the user's patches for it.
 * @throws ConfigError naming the file of the patch that does not apply
 */
export function applyPatches<T extends JsonObject>(
  target: PatchTarget,
  object: T,
  { patches }: PatchSet,
): { readonly object: T; readonly applied: readonly AppliedPatch[] } {
  const own = patches.filter((patch) => patch.target === target);
  const patched = own.reduce<JsonObject>(applyOne, object);
  // Of addons kubeadm keeps what the patches gave; static Pods it serialises anew.
  const result = own.length > 0 && staticPods.includes(target) ? podDocument(patched) : patched;
  return { object: result as T, applied: own.map(({ type, file }) => ({ target, type, file })) };
}

const staticPods: readonly PatchTarget[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

function applyOne(object: JsonObject, patch: Patch): JsonObject {
  switch (patch.type) {
    case 'strategic':
      return strategic(object, patch);
    case 'merge':
      return mergePatch.apply(copyOf(object), objectOf(patch)) as JsonObject;
    case 'json':
      return jsonPatch(object, patch);
  }
}

function strategic(object: JsonObject, patch: Patch): JsonObject {
  try {
    const keys = patch.target === 'kubeletconfiguration' ? kubeletMergeKeys : podMergeKeys;
    return strategicMerge(object, objectOf(patch), keys);
  } catch (error) {
    if (error instanceof PatchMismatch) throw misfit(patch, error.message.replace(/^\./, ''));
    throw error;
  }
}

function jsonPatch(object: JsonObject, patch: Patch): JsonObject {
  if (!Array.isArray(patch.value)) throw misfit(patch, 'a JSON patch is a list of operations');
  const copy = copyOf(object);
  for (const [index, operation] of (patch.value as readonly Json[]).entries()) {
    const failure = applyOperation(copy, operation);
    if (failure !== undefined) throw misfit(patch, `operation ${index + 1}: ${failure}`);
  }
  return copy;
}

/**
 * Changes the object by one operation. kubeadm's library lets `replace` set a member that is not there, which RFC 6902
 * does not; patches that rely on it are about.
 * @returns why it does not apply
 */
function applyOperation(object: JsonObject, operation: Json): string | undefined {
  try {
    const { op, path } = operation as { readonly op?: Json; readonly path?: Json };
    const { parent, key } = Pointer.fromJSON(String(path)).evaluate(object);
    // The library passes over such an operation without a word.
    if (op === 'replace' && Array.isArray(parent) && key === '-') return `nothing to replace at ${path}`;
    const exact = op === 'replace' && isObject(parent) ? { ...(operation as JsonObject), op: 'add' } : operation;
    return applyJsonPatch(object, [exact as unknown as Operation])[0]?.message;
  } catch (error) {
    // A path that is no JSON pointer is thrown by the library, not returned.
    return error instanceof Error ? error.message : String(error);
  }
}

/** A copy to be changed in place; parts that the object holds twice become two (structuredClone would keep one). */
function copyOf(object: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(object)) as JsonObject;
}

function objectOf(patch: Patch): JsonObject {
  if (isObject(patch.value as Json)) return patch.value as JsonObject;
  throw misfit(
    patch,
    `a ${patch.type} patch is an object; for a list of operations name the file ${patch.target}+json`,
  );
}

function misfit(patch: Patch, message: string): ConfigError {
  return new ConfigError(`a patch does not apply to ${patch.target}`, [{ path: '', file: patch.file, message }]);
}
