import { z } from 'zod';

/** The result of `join -o json`. A finished run that is given again asks nobody, so it tells no more than node and role. */
export const joinResult = z.object({
  node: z.string().describe('Name of the Node.'),
  role: z.enum(['control-plane', 'worker']),
  server: z.string().optional().describe('URL of the API server through which it joined.'),
  kubernetesVersion: z.string().optional().describe('Of the control plane, as the cluster has it stored.'),
  etcdMember: z
    .string()
    .nullable()
    .optional()
    .describe('Name of the etcd member that runs here and votes; null for workers and with an external etcd.'),
});

export type JoinResult = z.infer<typeof joinResult>;
