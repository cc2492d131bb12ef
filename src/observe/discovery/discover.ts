import type { Host } from '../../host/host.ts';
import { bootstrapKubeconfig } from '../../pki/kubeconfig.ts';
import { Secret } from '../../plan/secret.ts';
import type { FoundCluster } from '../../spec/join-spec.ts';
import type { Discovery } from '../../spec/join-types.ts';
import type { Asking } from './ask-again.ts';
import { discoverByFile } from './by-file.ts';
import { discoverByToken } from './by-token.ts';
import { DiscoveryError } from './discovery-error.ts';

/** A cluster that was found, and what to say about how. */
export interface Discovered {
  readonly found: FoundCluster;
  readonly warnings: readonly string[];
}

/**
 * Finds the cluster that this machine is to join: where it is, whom to trust, and with what the kubelet asks for its
 * certificate.
 * @throws DiscoveryError; Aborted on a signal
 */
export async function discover(discovery: Discovery, asking: Asking, host: Host): Promise<Discovered> {
  const { bootstrapToken, file, tlsBootstrapToken } = discovery;
  if (bootstrapToken !== undefined) {
    const { server, authority } = await discoverByToken(bootstrapToken, asking, host);
    const unchecked = bootstrapToken.caCertHashes.length === 0;
    return {
      found: { server, authority, bootstrapKubeconfig: withToken(server, authority, tlsBootstrapToken!) },
      warnings: unchecked
        ? [
            'THE CA OF THE CLUSTER IS NOT CHECKED, as was asked for: whoever knows the token can pose as the cluster and take over this machine; --discovery-token-ca-cert-hash prevents it',
          ]
        : [],
    };
  }
  const path = file?.kubeConfigPath ?? '';
  const { server, authority, kubeconfig, hasCredentials, warnings } = await discoverByFile(path, asking, host);
  if (tlsBootstrapToken === undefined && !hasCredentials) {
    throw new DiscoveryError({
      obstacle: 'no-credentials',
      message: 'there is nothing with which the kubelet could ask for its certificate',
      hint: 'give --tls-bootstrap-token, or a discovery file with credentials',
      passing: false,
    });
  }
  return {
    found: {
      server,
      authority,
      bootstrapKubeconfig:
        tlsBootstrapToken === undefined ? kubeconfig : withToken(server, authority, tlsBootstrapToken),
    },
    warnings,
  };
}

/** The names are kubeadm's (1.36.3). */
function withToken(server: string, authority: string, token: Secret): Secret {
  const user = 'tls-bootstrap-token-user';
  const text = bootstrapKubeconfig({ cluster: 'kubernetes', server, authority, user, token: token.reveal() });
  return new Secret(text, 'bootstrap kubeconfig');
}
