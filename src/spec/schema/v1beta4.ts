import * as z from 'zod';
import { duration, flag, int32, list, optional, quantity, struct, text, texts, time, token } from './fields.ts';

/**
 * kubeadm.k8s.io/v1beta4 as people write it (kubeadm-cli-config.md, 3.2 to 3.8). Every field may be absent; values are
 * checked for type here and for sense in rules/.
 */

const typeMeta = { apiVersion: text, kind: text };

export const arg = struct({ name: text, value: text });

const fieldRef = struct({ apiVersion: text, fieldPath: text });
const resourceFieldRef = struct({ containerName: text, resource: text, divisor: quantity });
const keyRef = struct({ name: text, key: text, optional: flag });
const fileKeyRef = struct({ volumeName: text, path: text, key: text, optional: flag });

export const envVar = struct({
  name: text,
  value: text,
  valueFrom: optional(
    struct({
      fieldRef: optional(fieldRef),
      resourceFieldRef: optional(resourceFieldRef),
      configMapKeyRef: optional(keyRef),
      secretKeyRef: optional(keyRef),
      fileKeyRef: optional(fileKeyRef),
    }),
  ),
});

export const hostPathMount = struct({ name: text, hostPath: text, mountPath: text, readOnly: flag, pathType: text });

export const taint = struct({ key: text, value: text, effect: text, timeAdded: time });

export const bootstrapToken = struct({
  token,
  description: text,
  expires: time,
  ttl: duration,
  usages: texts,
  groups: texts,
});

export const apiEndpoint = struct({ advertiseAddress: text, bindPort: int32 });

export const patches = struct({ directory: text });

export const timeouts = struct({
  controlPlaneComponentHealthCheck: duration,
  kubeletHealthCheck: duration,
  kubernetesAPICall: duration,
  etcdAPICall: duration,
  tlsBootstrap: duration,
  discovery: duration,
  upgradeManifests: duration,
});

export const nodeRegistration = struct({
  name: text,
  criSocket: text,
  taints: list(taint),
  kubeletExtraArgs: list(arg),
  ignorePreflightErrors: texts,
  imagePullPolicy: text,
  imagePullSerial: flag,
});

export const initConfiguration = struct({
  ...typeMeta,
  bootstrapTokens: list(bootstrapToken),
  dryRun: flag,
  nodeRegistration: optional(nodeRegistration),
  localAPIEndpoint: optional(apiEndpoint),
  certificateKey: text,
  skipPhases: texts,
  patches: optional(patches),
  timeouts: optional(timeouts),
});

const component = { extraArgs: list(arg), extraVolumes: list(hostPathMount), extraEnvs: list(envVar) };

export const localEtcd = struct({
  imageRepository: text,
  imageTag: text,
  dataDir: text,
  extraArgs: list(arg),
  extraEnvs: list(envVar),
  serverCertSANs: texts,
  peerCertSANs: texts,
});

export const externalEtcd = struct({
  endpoints: texts,
  httpEndpoints: texts,
  caFile: text,
  certFile: text,
  keyFile: text,
});

export const networking = struct({ serviceSubnet: text, podSubnet: text, dnsDomain: text });

export const clusterConfiguration = struct({
  ...typeMeta,
  kubernetesVersion: text,
  controlPlaneEndpoint: text,
  clusterName: text,
  certificatesDir: text,
  imageRepository: text,
  featureGates: z.record(z.string(), z.boolean().nullable()).nullish(),
  encryptionAlgorithm: text,
  certificateValidityPeriod: duration,
  caCertificateValidityPeriod: duration,
  networking: optional(networking),
  etcd: optional(struct({ local: optional(localEtcd), external: optional(externalEtcd) })),
  apiServer: optional(struct({ ...component, certSANs: texts })),
  controllerManager: optional(struct(component)),
  scheduler: optional(struct(component)),
  dns: optional(struct({ imageRepository: text, imageTag: text, disabled: flag })),
  proxy: optional(struct({ disabled: flag })),
});

/** An InitConfiguration as written, types checked: durations in milliseconds, tokens as Secrets. */
export type WrittenInit = z.output<typeof initConfiguration>;
/** A ClusterConfiguration as written, types checked. */
export type WrittenCluster = z.output<typeof clusterConfiguration>;
