import type { JsonObject } from '../plan/json.ts';
import { Secret } from '../plan/secret.ts';
import type { WrittenCluster } from './schema/v1beta4.ts';
import type { Arg, ControlPlaneComponent, EnvVar, HostPathMount } from './types.ts';

type Written = NonNullable<WrittenCluster['scheduler']>;
type WrittenEnv = NonNullable<NonNullable<Written['extraEnvs']>[number]>;

/** What all components of the control plane have in common, absent parts filled. */
export function componentWithDefaults(written: WrittenCluster['scheduler']): ControlPlaneComponent {
  return {
    extraArgs: argsWithDefaults(written?.extraArgs),
    extraVolumes: volumes(written?.extraVolumes),
    extraEnvs: envsWithDefaults(written?.extraEnvs),
  };
}

/** Arguments; an absent name or value is empty. */
export function argsWithDefaults(list: Written['extraArgs']): readonly Arg[] {
  return (list ?? []).map((arg) => ({ name: arg?.name ?? '', value: arg?.value ?? '' }));
}

function volumes(list: Written['extraVolumes']): readonly HostPathMount[] {
  return (list ?? []).map((volume) => ({
    name: volume?.name ?? '',
    hostPath: volume?.hostPath ?? '',
    mountPath: volume?.mountPath ?? '',
    readOnly: volume?.readOnly ?? false,
    pathType: volume?.pathType ?? '',
  }));
}

/** Variables; a literal value becomes a Secret. */
export function envsWithDefaults(list: Written['extraEnvs']): readonly EnvVar[] {
  return (list ?? []).map((env) => {
    const name = env?.name ?? '';
    return {
      name,
      ...(env?.value && { value: new Secret(env.value, `value of ${name}`) }),
      ...(env?.valueFrom && { valueFrom: valueFrom(env.valueFrom) }),
    };
  });
}

/** Absent members are left out; API version and divisor are always there, as kubeadm writes them. */
function valueFrom(written: NonNullable<WrittenEnv['valueFrom']>): JsonObject {
  const result = withoutNulls(written) as { [key: string]: JsonObject };
  const { fieldRef, resourceFieldRef } = result;
  return {
    ...result,
    ...(fieldRef && { fieldRef: { ...fieldRef, apiVersion: fieldRef['apiVersion'] || 'v1' } }),
    ...(resourceFieldRef && {
      resourceFieldRef: { ...resourceFieldRef, divisor: `${resourceFieldRef['divisor'] ?? 0}` },
    }),
  };
}

function withoutNulls(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, typeof item === 'object' ? withoutNulls(item as object) : item]),
  );
}
