import { bootstrapTokenSecret } from '../../manifests/bootstrap-token.ts';
import type { Phase } from '../../plan/phase.ts';
import { Secret } from '../../plan/secret.ts';
import type { InitSpec } from '../../spec/types.ts';
import { knownTokens, tokenMints } from '../bootstrap-tokens.ts';

/** Makes the bootstrap tokens of the configuration, one when there is no configuration. */
export const create: Phase<InitSpec> = {
  name: 'create',
  short: 'Make bootstrap tokens',
  mints: ({ spec }) => tokenMints(spec),
  steps: [
    ({ spec, facts, secrets }) => ({
      effects: knownTokens(spec, secrets).map((token, index) => {
        const { data, ...object } = bootstrapTokenSecret(token, facts.startedAt).object;
        return {
          kind: 'call',
          id: `create:token/${index}`,
          why: 'let nodes find the cluster and ask for certificates',
          operation: 'bootstrap-token-create',
          input: { via: { kubeconfig: spec.options.kubeconfig }, token: object },
          secrets: { data: new Secret(JSON.stringify(data), 'bootstrap token') },
        };
      }),
    }),
  ],
};
