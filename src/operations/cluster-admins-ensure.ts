import { refOf } from '../plan/api-object.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { Operation, OperationContext, ViaInput } from './operation.ts';
import { hasNoKubeconfig, isAlreadyThere, isForbidden, NotYet, retryApi } from './retry-api.ts';

/** The binding that makes the identity in admin.conf an administrator, and the two identities. */
export interface ClusterAdminsInput extends JsonObject {
  readonly admin: ViaInput;
  readonly superAdmin: ViaInput;
  readonly binding: KubeObject;
}

/**
 * Makes sure that the group of admin.conf is bound to cluster-admin. admin.conf itself may not make the binding of a new
 * cluster; super-admin.conf, which passes by authorization, may. The only place that falls back from one to the other.
 */
export const clusterAdminsEnsure: Operation<ClusterAdminsInput> = {
  name: 'cluster-admins-ensure',
  describe: ({ admin, binding }) => `bind the group of ${admin.kubeconfig} to cluster-admin (${binding.metadata.name})`,

  async look({ admin, binding }, { host }) {
    try {
      const found = await (await host.kube.connect(admin)).get(refOf(binding));
      return found === undefined ? { verdict: 'create' } : { verdict: 'keep', reason: 'the binding is there' };
    } catch (error) {
      if (isForbidden(error)) return { verdict: 'create', reason: 'the administrator has no rights yet' };
      if (hasNoKubeconfig(error)) return { verdict: 'create', reason: error.message };
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act({ admin, superAdmin, binding }, context) {
    const awaited = `cluster role binding ${binding.metadata.name}`;
    try {
      await retryApi(awaited, context, () => create(binding, admin, context), { forbiddenIsFinal: true });
      return;
    } catch (error) {
      if (!isForbidden(error)) throw error;
    }
    context.progress(`${admin.kubeconfig} has no rights yet: ${superAdmin.kubeconfig} makes the binding`);
    await retryApi(awaited, context, () => create(binding, superAdmin, context)).catch((error: unknown) => {
      if (!hasNoKubeconfig(error)) throw error;
      throw new Error(
        `${admin.kubeconfig} has no rights in the cluster, and ${superAdmin.kubeconfig}, which could give them, cannot be used: ${error.message}`,
        { cause: error },
      );
    });
    // The API server takes a moment to know its own new binding; everything after this acts as admin.
    await retryApi(`rights of ${admin.kubeconfig}`, context, async () => {
      const found = await (await context.host.kube.connect(admin)).get(refOf(binding));
      if (found === undefined) throw new NotYet(`${binding.metadata.name} is not there`);
    });
  },

  inverse: { none: 'the binding belongs to the cluster, and every administrator depends on it' },
};

async function create(binding: KubeObject, via: ViaInput, context: OperationContext): Promise<void> {
  try {
    await (await context.host.kube.connect(via)).create(binding);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  }
}
