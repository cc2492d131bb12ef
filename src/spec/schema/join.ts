import type * as z from 'zod';
import { flag, optional, struct, text, texts } from './fields.ts';
import { apiEndpoint, nodeRegistration, patches, timeouts } from './v1beta4.ts';

/**
 * JoinConfiguration of kubeadm.k8s.io/v1beta4 (kubeadm-cli-config.md, 3.5). Tokens are texts here, as they are for
 * kubeadm, so that a bad one is a matter of rules and not of types.
 */

export const bootstrapTokenDiscovery = struct({
  token: text,
  apiServerEndpoint: text,
  caCertHashes: texts,
  unsafeSkipCAVerification: flag,
});

export const fileDiscovery = struct({ kubeConfigPath: text });

export const joinControlPlane = struct({ localAPIEndpoint: optional(apiEndpoint), certificateKey: text });

export const joinConfiguration = struct({
  apiVersion: text,
  kind: text,
  dryRun: flag,
  nodeRegistration: optional(nodeRegistration),
  caCertPath: text,
  discovery: optional(
    struct({
      bootstrapToken: optional(bootstrapTokenDiscovery),
      file: optional(fileDiscovery),
      tlsBootstrapToken: text,
    }),
  ),
  controlPlane: optional(joinControlPlane),
  skipPhases: texts,
  patches: optional(patches),
  timeouts: optional(timeouts),
});

/** A JoinConfiguration as written, types checked. */
export type WrittenJoin = z.output<typeof joinConfiguration>;
