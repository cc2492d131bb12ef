import type { InitSpec } from '../spec/types.ts';

/** What the static Pods depend on; init and the joining of a control plane both have it. */
export type ControlPlaneSpec = Pick<InitSpec, 'cluster' | 'localAPIEndpoint' | 'nodeRegistration' | 'timeouts'>;
