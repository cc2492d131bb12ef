import { z } from 'zod';

const configuration = z
  .record(z.string(), z.json())
  .describe('A JoinConfiguration, kubeadm.k8s.io/v1beta4; what is left out has its default.');

/** What opens the cluster: in the result of `init -o json`, or in the file of --secrets-file instead. */
export const initSecrets = z.object({
  token: z.string().nullable().describe('Bootstrap token; null where there is none or --skip-token-print was given.'),
  certificateKey: z
    .string()
    .nullable()
    .describe('Opens the uploaded certificates; null where none were uploaded or it is not to be printed.'),
  joinConfigurations: z
    .object({
      worker: configuration,
      controlPlane: configuration
        .nullable()
        .describe('null without controlPlaneEndpoint: no second one can join then.'),
    })
    .nullable(),
});

/** The result of `init -o json`. */
export const initResult = z.object({
  endpoint: z.string().describe('host:port of the cluster.'),
  caCertHashes: z.array(z.string()).describe('What --discovery-token-ca-cert-hash takes.'),
  tokenExpires: z.iso.datetime().nullable().describe('null: never, or there is no token.'),
  certificateKeyExpires: z.iso.datetime().nullable().describe('When the uploaded certificates are deleted.'),
  secretsFile: z.string().optional().describe('Where the secret parts are, when not here.'),
  ...initSecrets.partial().shape,
});

/** The file of --secrets-file. */
export type InitSecrets = z.infer<typeof initSecrets>;
export type InitResult = z.infer<typeof initResult>;
