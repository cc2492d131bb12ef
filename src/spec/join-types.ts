import type { Secret } from '../plan/secret.ts';
import type { LocalAPIEndpoint, NodeRegistration, Timeouts } from './types.ts';

/** How a joining node finds the cluster: exactly one of `bootstrapToken` and `file` (a rule sees to it). */
export interface Discovery {
  readonly bootstrapToken?: {
    readonly token: Secret | undefined;
    /** `host:port`. */
    readonly apiServerEndpoint: string;
    /** `sha256:<hex>` each; looked at when they are used. */
    readonly caCertHashes: readonly string[];
    readonly unsafeSkipCAVerification: boolean;
  };
  /** A path or an https URL; `file://` is taken off. */
  readonly file?: { readonly kubeConfigPath: string };
  /** undefined: the kubeconfig of `file` has credentials of its own. */
  readonly tlsBootstrapToken: Secret | undefined;
}

/**
 * What `join` needs to know, static defaults filled. Three values depend on the node and are '' until resolved:
 * nodeRegistration.name, nodeRegistration.criSocket and controlPlane.localAPIEndpoint.advertiseAddress.
 */
export interface JoinConfiguration {
  readonly nodeRegistration: NodeRegistration;
  readonly caCertPath: string;
  readonly discovery: Discovery;
  /** undefined: a worker. */
  readonly controlPlane?: {
    readonly localAPIEndpoint: LocalAPIEndpoint;
    readonly certificateKey: Secret | undefined;
  };
  readonly skipPhases: readonly string[];
  readonly patchesDirectory: string;
  readonly dryRun: boolean;
  readonly timeouts: Timeouts;
}
