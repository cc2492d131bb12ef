import { ApiError } from '../host/kube-api.ts';
import type { JsonObject } from '../plan/json.ts';
import { controlKubelet } from './kubelet-service.ts';
import type { Operation, OperationContext, ViaInput } from './operation.ts';
import { pause, stopIfAsked } from './stopping.ts';

export interface KubeletHurryInput extends JsonObject {
  /** What the kubelet asks for its certificate with. */
  readonly bootstrap: ViaInput;
  /** Where its certificate will lie. */
  readonly certificate: string;
  /** How long it is tried; the wait for the certificate goes on beside it and without it. Milliseconds. */
  readonly limitMs: number;
}

const intervalMs = 100;

/**
 * The kubelet of a control plane asks the API server beside it, which comes up after it, and waits 2, 4, 8, 16 s after
 * each refusal (1.35 to 1.37). As soon as that API server takes its token, a kubelet that has no certificate yet is started
 * again, which makes it ask, and register its node, at once: with its own next try it would wait up to 7 s to register.
 * Nothing is waited for here, and nothing fails.
 */
export const kubeletHurry: Operation<KubeletHurryInput> = {
  name: 'kubelet-hurry',
  describe: () => 'start the kubelet again if its API server is up before it asks again for its certificate',

  async act(input, context) {
    const { clock, files } = context.host;
    const startedAt = clock.monotonic();
    while (clock.monotonic() - startedAt < input.limitMs) {
      stopIfAsked(context);
      if ((await files.stat(input.certificate)) !== undefined) return;
      if (await isAccepted(input, context)) {
        context.progress('the API server of this node is up, and the kubelet is started again to ask it at once');
        return controlKubelet('restart', context);
      }
      await pause(intervalMs, context);
    }
  },

  inverse: { none: 'a restart leaves nothing behind that could be taken back' },
};

async function isAccepted({ bootstrap }: KubeletHurryInput, { host }: OperationContext): Promise<boolean> {
  try {
    const api = await host.kube.connect(bootstrap);
    await api.create({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      metadata: { name: '' },
    });
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
