import type { Via } from '../../plan/api-object.ts';

/**
 * How `join` talks to the cluster before this machine has a kubeconfig of its own: by what discovery found, which lies in
 * no file. The name is one under which the clients keep it (KubeApis.know).
 */
export const discoveryVia: Via = { kubeconfig: 'of the discovery' };
