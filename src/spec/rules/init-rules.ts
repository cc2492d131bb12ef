import { absolutePaths } from './absolute-paths.ts';
import { addressFamilies } from './address-families.ts';
import { alternativeNames } from './alternative-names.ts';
import { argumentNames } from './arguments.ts';
import { authorizationModes } from './authorization-modes.ts';
import { bootstrapTokens } from './bootstrap-tokens.ts';
import { certificateKey } from './certificate-key.ts';
import { encryptionAlgorithm, validityPeriods } from './certificates.ts';
import { controlPlaneEndpoint } from './control-plane-endpoint.ts';
import { dnsDomain } from './dns-domain.ts';
import { externalEtcd, oneEtcd } from './etcd.ts';
import { featureGates } from './feature-gates.ts';
import { images } from './images.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { localAPIEndpoint } from './local-api-endpoint.ts';
import { criSocket, ignoredChecks, imagePullPolicy, nodeName, taints } from './node-registration.ts';
import { podParts } from './pod-parts.ts';
import type { Rule } from './rule.ts';
import { podSubnet, serviceSubnet } from './subnets.ts';
import { waitingTimes } from './waiting-times.ts';

/** Rules about values that may be known only once node and network were asked; they are asked again then. */
export const resolvedRules: readonly Rule[] = [
  kubernetesVersion,
  featureGates,
  nodeName,
  localAPIEndpoint,
  addressFamilies,
];

/** Every rule about what `init` reads. Order does not matter: all are asked. */
export const initRules: readonly Rule[] = [
  ...resolvedRules,
  controlPlaneEndpoint,
  serviceSubnet,
  podSubnet,
  dnsDomain,
  images,
  absolutePaths,
  alternativeNames,
  argumentNames,
  authorizationModes,
  podParts,
  encryptionAlgorithm,
  validityPeriods,
  oneEtcd,
  externalEtcd,
  bootstrapTokens,
  certificateKey,
  imagePullPolicy,
  ignoredChecks,
  criSocket,
  taints,
  waitingTimes,
];
