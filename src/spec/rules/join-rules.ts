import type { JoinConfiguration } from '../join-types.ts';
import type { WrittenJoin } from '../schema/join.ts';
import { kubeletArgumentNames } from './arguments.ts';
import { certificateKey } from './certificate-key.ts';
import { caCertHashes, discoveryFile, discoveryMethod, discoveryServer, discoveryTokens } from './discovery.ts';
import { localAPIEndpoint } from './local-api-endpoint.ts';
import { criSocket, ignoredChecks, imagePullPolicy, nodeName, taints } from './node-registration.ts';
import { complaintMaker, type DocumentRule, toldOf } from './rule.ts';
import { complainOfTimeouts } from './waiting-times.ts';

export type JoinRule = DocumentRule<JoinConfiguration, WrittenJoin>;

const error = complaintMaker('JoinConfiguration');

/** caCertPath: where the CA of the cluster will be put. */
const caCertPath: JoinRule = ({ spec }) => {
  if (/^\/.*\.crt$/s.test(spec.caCertPath)) return [];
  const hint = 'the path must begin with / and end with .crt';
  return [error(['caCertPath'], 'the CA certificate cannot be put here', { found: spec.caCertPath, hint })];
};

/** What is known of the node itself, by the rules of `init`. */
const node: JoinRule = ({ spec, written }) => {
  const input = { spec, written: { init: written } };
  const rules = [nodeName, kubeletArgumentNames, imagePullPolicy, ignoredChecks, criSocket, taints];
  return rules.flatMap((rule) => toldOf('JoinConfiguration', rule(input)));
};

/** What a further control plane needs, by the rules of `init`. */
const controlPlane: JoinRule = ({ spec, program }) => {
  if (spec.controlPlane === undefined) return [];
  const subject = { ...spec.controlPlane, options: { program } };
  const found = [localAPIEndpoint({ spec: subject }), certificateKey({ spec: subject })].flat();
  return toldOf('JoinConfiguration', found, ['controlPlane']);
};

/** How long it waits, by the rule of `init`. */
const waitingTimes: JoinRule = ({ spec }) => toldOf('JoinConfiguration', complainOfTimeouts(spec.timeouts));

/** Every rule about what `join` reads; all are asked. */
export const joinRules: readonly JoinRule[] = [
  caCertPath,
  discoveryMethod,
  discoveryServer,
  discoveryTokens,
  caCertHashes,
  discoveryFile,
  controlPlane,
  node,
  waitingTimes,
];
