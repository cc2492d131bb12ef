import type { ApiObject } from '../plan/api-object.ts';
import type { KubeObject } from '../plan/json.ts';

/** An object of the cluster and how it is brought about; the phase that applies it adds the identity. */
export type ManifestObject = Omit<ApiObject, 'via'>;

/** An object whose fields are set, what others added to it being left alone. */
export function converge(object: KubeObject): ManifestObject {
  return { object, policy: 'converge' };
}
