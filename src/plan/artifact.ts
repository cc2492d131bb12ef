import type { Secret } from './secret.ts';

/** What a file is to hold. `described`: known only once minted; a dry run mints nothing and shows `as` instead. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'secret'; readonly text: Secret }
  | { readonly kind: 'described'; readonly as: string; readonly secret: boolean };

/** One file of an artefact; files are written in the order given (kubeadm: key before certificate). */
export interface ArtifactFile {
  readonly path: string;
  /** Permission bits, set whatever the umask. */
  readonly mode: number;
  readonly content: Content;
}

/**
 * How an artefact is compared with what is on disk. Certificates carry random serials, so bytes alone cannot decide.
 * - `bytes`: every file's content and mode; differing content is replaced, differing mode is chmod
 * - `certificate`: an X.509 pair (key, certificate); kept under kubeadm's reuse rules, never overwritten
 * - `certificate-authority`: likewise for a CA pair
 * - `key-pair`: the service account key; kept when the private key loads
 * - `kubeconfig`: kept when its current cluster trusts our CA
 * - `exists`: kept whenever the (first) file is there
 */
export type SameWhen = 'bytes' | 'certificate' | 'certificate-authority' | 'key-pair' | 'kubeconfig' | 'exists';

/** A thing that is to lie on disk. A key and its certificate are one artefact. */
export interface Artifact {
  /** What it is, in words: `apiserver certificate and key`. */
  readonly what: string;
  readonly files: readonly ArtifactFile[];
  readonly sameWhen: SameWhen;
  /** For `certificate` and `kubeconfig`: PEM of the CA it must chain to, when that CA is already known. */
  readonly authority?: string;
  /** For `kubeconfig`: the server URL that the file would name; another one only warns. */
  readonly server?: string;
  /** Secret texts inside otherwise public content (a manifest with extraEnvs): masked wherever content is shown. */
  readonly masks?: readonly Secret[];
  /** `none`: what it replaces is not kept aside, because old keys are not to lie about. */
  readonly backup?: 'none';
  /** Mode for folders made on the way; kubeadm uses 0755 for PKI, 0700 for manifests and kubelet. */
  readonly directoryMode: number;
}

/** A text content. */
export function text(value: string): Content {
  return { kind: 'text', text: value };
}

/** A secret content. */
export function secretText(value: Secret): Content {
  return { kind: 'secret', text: value };
}

/** Content that will exist only once minted. */
export function described(as: string, secret = false): Content {
  return { kind: 'described', as, secret };
}
