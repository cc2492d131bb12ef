import type { ApiRef, Via } from '../plan/api-object.ts';
import type { Json, KubeObject } from '../plan/json.ts';
import type { Secret } from '../plan/secret.ts';

/** An answer of the API server that is not success, or no answer at all (status 0). */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** `reason` of the Status object (`Forbidden`, `AlreadyExists`, `Conflict`, …) or the errno code. */
  readonly reason: string;
  /** Fields of the object that the server finds wrong (`spec.clusterIPs`), as far as it names them. */
  readonly fields: readonly string[];
  constructor(message: string, status: number, reason: string, fields: readonly string[] = []) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.fields = fields;
  }
}

/** Eight verbs on unstructured objects. Not found gives undefined; every other failure is an ApiError. */
export interface KubeApi {
  get(ref: ApiRef): Promise<KubeObject | undefined>;
  list(
    kind: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string },
    selectors?: { readonly labels?: string; readonly fields?: string },
  ): Promise<readonly KubeObject[]>;
  create(object: KubeObject): Promise<KubeObject>;
  /** PUT. */
  update(object: KubeObject): Promise<KubeObject>;
  /** Server-side apply, forced, under the field manager `tsadm`. */
  apply(object: KubeObject): Promise<KubeObject>;
  patch(ref: ApiRef, patch: Json, type: 'strategic' | 'merge' | 'json'): Promise<KubeObject>;
  /** False when it was not there. */
  delete(ref: ApiRef, preconditions?: { readonly uid?: string; readonly resourceVersion?: string }): Promise<boolean>;
  /** Any path; the answer's status and body as they are. */
  raw(
    path: string,
    options?: { readonly method?: string; readonly timeoutMs?: number },
  ): Promise<{ readonly status: number; readonly body: string }>;
  /** Ends when running requests have ended; `now`: they fail. */
  close(when?: 'now'): Promise<void>;
}

/** Opens clients; the same Via gives the same kept-alive client. Throws ApiError (status 0, reason `NoKubeconfig`) when the file is missing or unusable. */
export interface KubeApis {
  /** Lets a name stand for the text of a kubeconfig that lies in no file; a Via names it as it would name a file. */
  know(name: string, kubeconfig: Secret): void;
  connect(via: Via): Promise<KubeApi>;
  /** At the end of a command: an answer that is still under way has nobody who waits for it. */
  closeAll(): Promise<void>;
}
