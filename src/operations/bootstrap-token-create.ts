import { EffectError } from '../errors.ts';
import { refOf } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, OperationContext, ViaInput } from './operation.ts';
import { isAlreadyThere, retryApi } from './retry-api.ts';

/** The Secret of a token without its data, which comes as `secrets.data`: JSON text, values in base64. */
export interface BootstrapTokenCreateInput extends JsonObject {
  readonly via: ViaInput;
  readonly token: KubeObject;
}

/** Makes a bootstrap token that must not be there yet: nobody's token is ever written over. */
export const bootstrapTokenCreate: Operation<BootstrapTokenCreateInput> = {
  name: 'bootstrap-token-create',
  describe: ({ token }) => `make the Secret ${token.metadata.namespace}/${token.metadata.name}`,

  async look({ via, token }, context) {
    if (context.secrets['data'] === undefined) return { verdict: 'do' };
    try {
      const found = await (await context.host.kube.connect(via)).get(refOf(token));
      if (found === undefined) return { verdict: 'create' };
      return { verdict: 'refuse', reason: thereAlready(token) };
    } catch (error) {
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act({ via, token }, context) {
    const data = dataOf(context);
    await retryApi(`Secret ${token.metadata.name}`, context, async () => {
      const api = await context.host.kube.connect(via);
      try {
        await api.create({ ...token, data });
      } catch (error) {
        if (!isAlreadyThere(error)) throw error;
        // An answer that was lost on its way may have been that of this very request.
        const found = (await api.get(refOf(token)))?.['data'] as { readonly [key: string]: string } | undefined;
        if (found?.['token-secret'] !== data['token-secret']) throw new EffectError(thereAlready(token), {});
      }
    });
  },

  inverse: {
    async undo({ via, token }, context) {
      await (await context.host.kube.connect(via)).delete(refOf(token));
    },
  },
};

function thereAlready({ metadata }: KubeObject): string {
  return `a token with the ID ${metadata.name.replace('bootstrap-token-', '')} is there already; delete it first, or take another`;
}

function dataOf({ secrets }: OperationContext): { readonly [key: string]: string } {
  const text = secrets['data'];
  if (text === undefined) throw new Error('bootstrap-token-create was called without its secret');
  return JSON.parse(text.reveal());
}
