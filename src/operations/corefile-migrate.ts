import type { KubeApi } from '../host/kube-api.ts';
import type { ApiRef } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, ViaInput } from './operation.ts';
import { hasNoKubeconfig, retryApi } from './retry-api.ts';

/** A Corefile as it is to be and as it was, and where both lie. */
export interface CorefileMigrateInput extends JsonObject {
  readonly via: ViaInput;
  readonly configMap: RefInput;
  readonly deployment: RefInput;
  /** Keys of the ConfigMap. */
  readonly key: string;
  readonly backupKey: string;
  readonly corefile: string;
  readonly backup: string;
}

/** A reference inside an input. A mapped type, because an interface does not count as JSON to the compiler. */
type RefInput = Pick<ApiRef, keyof ApiRef>;

/**
 * Puts a migrated Corefile beside the old one, and lets the CoreDNS that runs read the old one until the new Deployment
 * takes its place (kubeadm 1.37.0). Killed in between, the next try finds a Corefile that needs no migration any more,
 * and the new Deployment reads that.
 */
export const corefileMigrate: Operation<CorefileMigrateInput> = {
  name: 'corefile-migrate',
  describe: ({ backupKey }) => `migrate the Corefile, and keep the old one as ${backupKey}`,

  async look({ via, configMap, key, corefile }, { host }) {
    try {
      const map = await (await host.kube.connect(via)).get(configMap);
      return dataOf(map)[key] === corefile ? { verdict: 'keep', reason: 'it is migrated' } : { verdict: 'do' };
    } catch (error) {
      if (hasNoKubeconfig(error)) return { verdict: 'do', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act(input, context) {
    const { via, configMap, key, backupKey, corefile, backup } = input;
    await retryApi('the migrated Corefile', context, async () => {
      const api = await context.host.kube.connect(via);
      await api.patch(configMap, { data: { [key]: corefile, [backupKey]: backup } }, 'merge');
      await readBackup(api, input);
    });
  },

  inverse: { none: 'the old Corefile is kept beside it' },
};

/** Without a Deployment of the usual name nobody has to be kept from the new one. */
async function readBackup(
  api: KubeApi,
  { configMap: map, deployment: ref, key, backupKey }: CorefileMigrateInput,
): Promise<void> {
  const deployment = await api.get(ref);
  if (deployment === undefined) return;
  const volumes = volumesOf(deployment).flatMap(({ name, configMap }) =>
    configMap?.name === map.name && configMap.items !== undefined
      ? [
          {
            name,
            configMap: {
              name: configMap.name,
              items: configMap.items.map((item) => (item.key === key ? { ...item, key: backupKey } : item)),
            },
          },
        ]
      : [],
  );
  if (volumes.length === 0) return;
  await api.patch(ref, { spec: { template: { spec: { volumes } } } }, 'strategic');
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

function dataOf(map: KubeObject | undefined): { readonly [key: string]: string | undefined } {
  return (map?.['data'] ?? {}) as { readonly [key: string]: string | undefined };
}
