import type { KubeObject } from './json.ts';
import type { Secret } from './secret.ts';

/** Which credentials and endpoint a request uses: a kubeconfig file and, if set, a server that replaces the file's. */
export interface Via {
  readonly kubeconfig: string;
  readonly server?: string;
}

/** Names one API object. */
export interface ApiRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/**
 * - `converge`: our fields by server-side apply under one field manager, other managers' fields left alone
 * - `create-if-absent`: an existing object is left untouched
 * - `replace`: the object as given, whatever was there
 */
export type ObjectPolicy = 'converge' | 'create-if-absent' | 'replace';

/** An object that is to exist in the cluster. */
export interface ApiObject {
  readonly object: KubeObject;
  readonly policy: ObjectPolicy;
  readonly via: Via;
  /** True when data of the object must not be shown (Secrets). */
  readonly secret?: boolean;
  /** Secret texts inside otherwise public data (extraEnvs, proxy passwords): masked wherever the object is shown. */
  readonly masks?: readonly Secret[];
}

/** The reference of an object. */
export function refOf(object: KubeObject): ApiRef {
  const { name, namespace } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** A stable text key of a reference: `Kind.group/namespace/name`; the API version is not part of it. */
export function refKey(ref: ApiRef): string {
  const group = ref.apiVersion.includes('/') ? `.${ref.apiVersion.split('/')[0]}` : '';
  return `${ref.kind}${group}/${ref.namespace ?? ''}/${ref.name}`;
}
