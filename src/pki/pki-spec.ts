import type { InitSpec } from '../spec/types.ts';

/** The part of a specification that certificates depend on; init, join, certs and upgrade all have it. */
export type PkiSpec = Pick<InitSpec, 'cluster' | 'nodeRegistration' | 'localAPIEndpoint'>;

/** What kubeconfig files depend on: also the folder they lie in. */
export type KubeconfigSpec = PkiSpec & { readonly options: Pick<InitSpec['options'], 'kubeconfigDir'> };
