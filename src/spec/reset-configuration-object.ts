import type { JsonObject } from '../plan/json.ts';
import { nonEmpty, timeoutsPart } from './configuration-parts.ts';
import type { ResetConfiguration } from './reset-types.ts';

/** The ResetConfiguration as kubeadm writes it: v1beta4, defaults filled. */
export function resetConfigurationObject({ timeouts, ...reset }: ResetConfiguration): JsonObject {
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ResetConfiguration',
    ...nonEmpty({ ...reset }),
    timeouts: timeoutsPart(timeouts),
  };
}
