import type { Json, JsonObject } from '../plan/json.ts';
import type { Arg, ControlPlaneComponent, EnvVar } from './types.ts';

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

/** An object without its members that are empty in Go's sense (omitempty): '', 0, false, null, empty list or mapping. */
export function nonEmpty(object: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object') return !value;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}
