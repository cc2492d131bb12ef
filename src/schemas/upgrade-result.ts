import { z } from 'zod';

const nodes = z.array(z.string());

/** The result of `upgrade apply -o json` and `upgrade node -o json`. */
export const upgradeResult = z.object({
  node: z.string().describe('Name of the Node.'),
  role: z.enum(['control-plane', 'worker']),
  kubernetesVersion: z.string().describe('What the control plane is to have, and has on this node.'),
  left: z
    .object({
      controlPlanes: nodes.describe('Nodes with an API server of another version: tsadm upgrade node there.'),
      workers: nodes.describe('Other nodes with an older kubelet: tsadm upgrade node there.'),
      kubelets: nodes.describe('Nodes that want no more than the new kubelet, which packages bring.'),
    })
    .describe('What is left to do, in this order: the kubelet here, control planes, workers.'),
});

export type UpgradeResult = z.infer<typeof upgradeResult>;
