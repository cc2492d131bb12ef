import type { JsonObject } from '../plan/json.ts';
import type { Operation, ViaInput } from './operation.ts';
import { NotYet, retryApi } from './retry-api.ts';

/** A Node, and who asks for it. */
export interface NodeRegisteredInput extends JsonObject {
  readonly via: ViaInput;
  readonly node: string;
}

/** A kubelet that has its certificate registers its node within a second; waiting longer than that for it is a waste. */
const intervalMs = 100;

/** Waits until the kubelet has registered its Node; with the kubelet's own credentials, which so prove to work. */
export const nodeRegistered: Operation<NodeRegisteredInput> = {
  name: 'node-registered',
  describe: ({ node }) => `wait until the kubelet has registered the node ${node}`,

  async act({ via, node }, context) {
    const look = async () => {
      const found = await (await context.host.kube.connect(via)).get({ apiVersion: 'v1', kind: 'Node', name: node });
      if (found === undefined) throw new NotYet(`the kubelet has not registered the node ${node} yet`);
    };
    await retryApi(`registration of the node ${node}`, context, look, { intervalMs });
  },

  // Waiting has changed nothing, so nothing is left to be taken back.
  inverse: { undo: async () => {} },
};
