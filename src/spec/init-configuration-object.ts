import type { JsonObject } from '../plan/json.ts';
import { nodeRegistrationPart, nonEmpty, timeoutsPart } from './configuration-parts.ts';
import { formatDuration } from './duration.ts';
import type { BootstrapToken, InitSpec } from './types.ts';

/**
 * The InitConfiguration as kubeadm writes it (`config print`, `config migrate`): v1beta4, defaults filled. Tokens and
 * the certificate key stand in it in clear. A token that is still to be made is left out.
 */
export function initConfigurationObject(spec: InitSpec): JsonObject {
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'InitConfiguration',
    bootstrapTokens: spec.bootstrapTokens.map(bootstrapToken),
    ...nonEmpty({ dryRun: spec.dryRun }),
    nodeRegistration: nodeRegistrationPart(spec.nodeRegistration),
    localAPIEndpoint: nonEmpty({ ...spec.localAPIEndpoint }),
    ...nonEmpty({ certificateKey: spec.certificateKey?.reveal() ?? '', skipPhases: spec.skipPhases }),
    ...(spec.patchesDirectory !== '' && { patches: { directory: spec.patchesDirectory } }),
    timeouts: timeoutsPart(spec.timeouts),
  };
}

function bootstrapToken(token: BootstrapToken): JsonObject {
  return {
    ...nonEmpty({ token: token.token?.reveal() ?? '', description: token.description }),
    ttl: formatDuration(token.ttl),
    ...nonEmpty({ usages: token.usages, groups: token.groups }),
  };
}
