import * as z from 'zod';
import { duration, list, optional, struct, text, texts } from './fields.ts';
import { bootstrapTokenDiscovery, fileDiscovery, joinControlPlane } from './join.ts';
import { apiEndpoint, bootstrapToken, externalEtcd, hostPathMount, networking, patches, taint } from './v1beta4.ts';

/** kubeadm.k8s.io/v1beta3, deprecated: arguments are mappings, so a flag can be given only once. */

const typeMeta = { apiVersion: text, kind: text };
const args = z.record(z.string(), z.string().nullable()).nullish();
const component = { extraArgs: args, extraVolumes: list(hostPathMount) };

const nodeRegistration = struct({
  name: text,
  criSocket: text,
  taints: list(taint),
  kubeletExtraArgs: args,
  ignorePreflightErrors: texts,
  imagePullPolicy: text,
});

export const initConfigurationV1beta3 = struct({
  ...typeMeta,
  bootstrapTokens: list(bootstrapToken),
  nodeRegistration: optional(nodeRegistration),
  localAPIEndpoint: optional(apiEndpoint),
  certificateKey: text,
  skipPhases: texts,
  patches: optional(patches),
});

export const clusterConfigurationV1beta3 = struct({
  ...typeMeta,
  etcd: optional(
    struct({
      local: optional(
        struct({
          imageRepository: text,
          imageTag: text,
          dataDir: text,
          extraArgs: args,
          serverCertSANs: texts,
          peerCertSANs: texts,
        }),
      ),
      external: optional(externalEtcd.omit({ httpEndpoints: true })),
    }),
  ),
  networking: optional(networking),
  kubernetesVersion: text,
  controlPlaneEndpoint: text,
  apiServer: optional(struct({ ...component, certSANs: texts, timeoutForControlPlane: duration })),
  controllerManager: optional(struct(component)),
  scheduler: optional(struct(component)),
  dns: optional(struct({ imageRepository: text, imageTag: text })),
  certificatesDir: text,
  imageRepository: text,
  featureGates: z.record(z.string(), z.boolean().nullable()).nullish(),
  clusterName: text,
});

export const joinConfigurationV1beta3 = struct({
  ...typeMeta,
  nodeRegistration: optional(nodeRegistration),
  caCertPath: text,
  discovery: optional(
    struct({
      bootstrapToken: optional(bootstrapTokenDiscovery),
      file: optional(fileDiscovery),
      tlsBootstrapToken: text,
      timeout: duration,
    }),
  ),
  controlPlane: optional(joinControlPlane),
  skipPhases: texts,
  patches: optional(patches),
});
