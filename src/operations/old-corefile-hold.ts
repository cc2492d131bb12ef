import type { KubeApi } from '../host/kube-api.ts';
import type { ApiRef } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, ViaInput } from './operation.ts';
import { hasNoKubeconfig, retryApi } from './retry-api.ts';

/** A Deployment that reads a key of a ConfigMap, and the key that it is to read for now. */
export interface OldCorefileHoldInput extends JsonObject {
  readonly via: ViaInput;
  readonly configMap: string;
  readonly deployment: RefInput;
  readonly key: string;
  readonly backupKey: string;
}

/** A reference inside an input. A mapped type, because an interface does not count as JSON to the compiler. */
type RefInput = Pick<ApiRef, keyof ApiRef>;

/**
 * Lets the CoreDNS that runs read the old Corefile, which lies beside the migrated one, until the new Deployment takes its
 * place (kubeadm 1.37.0).
 */
export const oldCorefileHold: Operation<OldCorefileHoldInput> = {
  name: 'old-corefile-hold',
  describe: ({ backupKey }) => `let the CoreDNS that runs read ${backupKey} until the new one takes its place`,

  async look(input, { host }) {
    try {
      const patch = await patchFor(await host.kube.connect(input.via), input);
      return patch === undefined ? { verdict: 'keep', reason: 'nobody reads the new one' } : { verdict: 'do' };
    } catch (error) {
      if (hasNoKubeconfig(error)) return { verdict: 'do', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    await retryApi('that the old Corefile is read', context, async () => {
      const api = await context.host.kube.connect(input.via);
      const patch = await patchFor(api, input);
      if (patch !== undefined) await api.patch(input.deployment, patch, 'strategic');
    });
  },

  inverse: { none: 'the new Deployment reads the migrated Corefile' },
};

/** undefined when no volume has the key. */
async function patchFor(api: KubeApi, input: OldCorefileHoldInput): Promise<JsonObject | undefined> {
  const { configMap: map, deployment, key, backupKey } = input;
  const found = await api.get(deployment);
  const volumes = (found === undefined ? [] : volumesOf(found)).flatMap(({ name, configMap }) =>
    configMap?.name === map && configMap.items?.some((item) => item.key === key) === true
      ? [
          {
            name,
            configMap: {
              name: map,
              items: configMap.items.map((item) => (item.key === key ? { ...item, key: backupKey } : item)),
            },
          },
        ]
      : [],
  );
  return volumes.length === 0 ? undefined : { spec: { template: { spec: { volumes } } } };
}

interface Volume {
  readonly name: string;
  readonly configMap?: {
    readonly name: string;
    readonly items?: readonly { readonly key: string; readonly path: string }[];
  };
}

function volumesOf(deployment: KubeObject): readonly Volume[] {
  const { template } = (deployment['spec'] ?? {}) as {
    readonly template?: { readonly spec?: { readonly volumes?: readonly Volume[] } };
  };
  return template?.spec?.volumes ?? [];
}
