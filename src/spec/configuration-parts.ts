import type { Json, JsonObject } from '../plan/json.ts';
import { formatDuration } from './duration.ts';
import type { Arg, ControlPlaneComponent, EnvVar, NodeRegistration, Timeouts } from './types.ts';

/** Arguments as they stand in a document. */
export function args(list: readonly Arg[]): readonly JsonObject[] {
  return list.map(({ name, value }) => ({ name, value }));
}

/** Environment variables as they stand in a document, values in clear. */
export function envs(list: readonly EnvVar[]): readonly JsonObject[] {
  return list.map(({ name, value, valueFrom }) => ({
    name,
    ...(value !== undefined && { value: value.reveal() }),
    ...(valueFrom !== undefined && { valueFrom }),
  }));
}

/** What all components of the control plane have in common, as it stands in a document. */
export function component({ extraArgs, extraEnvs, extraVolumes }: ControlPlaneComponent): JsonObject {
  return nonEmpty({
    extraArgs: args(extraArgs),
    extraEnvs: envs(extraEnvs),
    extraVolumes: extraVolumes.map(({ name, hostPath, mountPath, readOnly, pathType }) => ({
      name,
      hostPath,
      mountPath,
      ...nonEmpty({ readOnly, pathType }),
    })),
  });
}

/** A node registration as it stands in a document. */
export function nodeRegistrationPart(node: NodeRegistration): JsonObject {
  return {
    ...nonEmpty({ name: node.name, criSocket: node.criSocket }),
    taints: node.taints?.map((taint) => ({ ...taint })) ?? null,
    ...nonEmpty({
      kubeletExtraArgs: args(node.kubeletExtraArgs),
      ignorePreflightErrors: node.ignorePreflightErrors,
      imagePullPolicy: node.imagePullPolicy,
    }),
    imagePullSerial: node.imagePullSerial,
  };
}

/** Time-outs as they stand in a document. */
export function timeoutsPart(timeouts: Timeouts): JsonObject {
  return Object.fromEntries(Object.entries(timeouts).map(([name, value]) => [name, formatDuration(value)]));
}

/** A folder of patches as it stands in a document; nothing when there is none. */
export function patchesPart(directory: string): JsonObject {
  return directory === '' ? {} : { patches: { directory } };
}

/** An object without its members that are empty in Go's sense (omitempty): '', 0, false, null, empty list or mapping. */
export function nonEmpty(object: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object') return !value;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
