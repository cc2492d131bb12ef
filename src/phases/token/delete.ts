import { bootstrapTokenSecretName } from '../../manifests/bootstrap-token.ts';
import { type ApiRef, refKey } from '../../plan/api-object.ts';
import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';

function refOfToken(id: string): ApiRef {
  return { apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: bootstrapTokenSecretName(id) };
}

/** Deletes bootstrap tokens: all that are named, or none when one is not there or nobody can say. */
export const deleteTokens: Phase<InitSpec> = {
  name: 'delete',
  short: 'Delete bootstrap tokens',
  looks: ({ options }) =>
    (options.tokenIds ?? []).map((id) => ({
      kind: 'object',
      ref: refOfToken(id),
      via: { kubeconfig: options.kubeconfig },
    })),
  steps: [
    ({ spec, facts }) => {
      const { kubeconfig, tokenIds = [] } = spec.options;
      const via = { kubeconfig };
      return {
        effects: tokenIds.map((id) => ({
          kind: 'delete',
          id: `delete:token/${id}`,
          why: `delete the bootstrap token ${id}`,
          ref: refOfToken(id),
          via,
        })),
        refusals: tokenIds.flatMap((id) => {
          const fact = facts.objects.get(refKey(refOfToken(id)));
          if (fact?.state === 'absent') return [`there is no bootstrap token with the ID ${id}`];
          return fact?.state === 'unknown' ? [`the bootstrap token ${id} could not be looked at: ${fact.why}`] : [];
        }),
      };
    },
  ],
};
