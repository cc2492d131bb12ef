import { Secret } from '../plan/secret.ts';
import { normalAddress } from './addresses.ts';
import { timeoutsWithDefaults } from './defaults.ts';
import type { Discovery, JoinConfiguration } from './join-types.ts';
import { nodeWithDefaults } from './node-defaults.ts';
import { defaultCertificatesDirectory, ports } from './paths.ts';
import type { WrittenJoin } from './schema/join.ts';

export const defaultCaCertPath = `${defaultCertificatesDirectory}/ca.crt`;

/** A JoinConfiguration with kubeadm's static defaults (kubeadm-cli-config.md, 3.5). Nothing is judged here. */
export function joinWithDefaults(written: WrittenJoin): JoinConfiguration {
  const { controlPlane } = written;
  return {
    nodeRegistration: nodeWithDefaults(written.nodeRegistration),
    caCertPath: written.caCertPath || defaultCaCertPath,
    discovery: discovery(written.discovery),
    ...(controlPlane && {
      controlPlane: {
        localAPIEndpoint: {
          advertiseAddress: normalAddress(controlPlane.localAPIEndpoint?.advertiseAddress ?? ''),
          bindPort: controlPlane.localAPIEndpoint?.bindPort || ports.apiServer,
        },
        certificateKey: controlPlane.certificateKey
          ? new Secret(controlPlane.certificateKey, 'certificate key')
          : undefined,
      },
    }),
    skipPhases: written.skipPhases ?? [],
    patchesDirectory: written.patches?.directory ?? '',
    dryRun: written.dryRun ?? false,
    timeouts: timeoutsWithDefaults(written.timeouts),
  };
}

function discovery(written: WrittenJoin['discovery']): Discovery {
  const { bootstrapToken, file } = written ?? {};
  const own = tokenSecret(bootstrapToken?.token);
  return {
    ...(bootstrapToken && {
      bootstrapToken: {
        token: own,
        apiServerEndpoint: bootstrapToken.apiServerEndpoint ?? '',
        caCertHashes: bootstrapToken.caCertHashes ?? [],
        unsafeSkipCAVerification: bootstrapToken.unsafeSkipCAVerification ?? false,
      },
    }),
    ...(file && { file: { kubeConfigPath: (file.kubeConfigPath ?? '').replace(/^file:\/\//, '') } }),
    tlsBootstrapToken: tokenSecret(written?.tlsBootstrapToken) ?? own,
  };
}

/** The id of a token is no secret, its second half is. */
function tokenSecret(text: string | null | undefined): Secret | undefined {
  return text ? new Secret(text, `token ${text.slice(0, 6)}`) : undefined;
}
