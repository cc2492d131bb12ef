import type { JsonObject } from '../plan/json.ts';
import { nodeRegistrationPart, nonEmpty, patchesPart, timeoutsPart } from './configuration-parts.ts';
import type { Discovery, JoinConfiguration } from './join-types.ts';

/**
 * The JoinConfiguration as kubeadm writes it (`config print`, `config migrate`): v1beta4, defaults filled. Tokens and
 * the certificate key stand in it in clear.
 */
export function joinConfigurationObject(join: JoinConfiguration): JsonObject {
  const { controlPlane } = join;
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'JoinConfiguration',
    ...nonEmpty({ dryRun: join.dryRun }),
    nodeRegistration: nodeRegistrationPart(join.nodeRegistration),
    caCertPath: join.caCertPath,
    discovery: discovery(join.discovery),
    ...(controlPlane !== undefined && {
      controlPlane: {
        localAPIEndpoint: nonEmpty({ ...controlPlane.localAPIEndpoint }),
        ...nonEmpty({ certificateKey: controlPlane.certificateKey?.reveal() ?? '' }),
      },
    }),
    ...nonEmpty({ skipPhases: join.skipPhases }),
    ...patchesPart(join.patchesDirectory),
    timeouts: timeoutsPart(join.timeouts),
  };
}

function discovery({ bootstrapToken, file, tlsBootstrapToken }: Discovery): JsonObject {
  return {
    ...(bootstrapToken !== undefined && {
      bootstrapToken: {
        token: bootstrapToken.token?.reveal() ?? '',
        ...nonEmpty({
          apiServerEndpoint: bootstrapToken.apiServerEndpoint,
          caCertHashes: bootstrapToken.caCertHashes,
          unsafeSkipCAVerification: bootstrapToken.unsafeSkipCAVerification,
        }),
      },
    }),
    ...(file !== undefined && { file: { kubeConfigPath: file.kubeConfigPath } }),
    ...nonEmpty({ tlsBootstrapToken: tlsBootstrapToken?.reveal() ?? '' }),
  };
}
