import { isDnsSubdomain, isQualifiedName } from '../dns-names.ts';
import { nearestName } from '../nearest-name.ts';
import { type Complaint, initError, initWarning, type NodeRule } from './rule.ts';

export const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** The name of the Node object, once lower-cased, is a DNS name. */
export const nodeName: NodeRule = ({ spec }) => {
  const { name } = spec.nodeRegistration;
  if (name === '' || isDnsSubdomain(name)) return [];
  const hint = 'take letters, digits, - and ., at most 253 characters';
  return [initError(['nodeRegistration', 'name'], 'this cannot be the name of a node', { found: name, hint })];
};

/** imagePullPolicy is one of three. */
export const imagePullPolicy: NodeRule = ({ spec }) => {
  const { imagePullPolicy: policy } = spec.nodeRegistration;
  if (pullPolicies.includes(policy)) return [];
  const words = { found: policy, hint: hintOfKnown(policy, pullPolicies) };
  return [initError(['nodeRegistration', 'imagePullPolicy'], 'there is no such pull policy', words)];
};

/** What to write instead of a word that is none of the known ones. */
export function hintOfKnown(word: string, known: readonly string[]): string {
  const near = nearestName(word, known);
  return near === undefined ? `take one of ${known.join(', ')}` : `did you mean ${near}?`;
}

/** `all` ignores every check; beside it other names make no sense. */
export const ignoredChecks: NodeRule = ({ spec }) => {
  const { ignorePreflightErrors: names } = spec.nodeRegistration;
  if (!names.includes('all') || names.length === 1) return [];
  const path = ['nodeRegistration', 'ignorePreflightErrors'];
  return [initError(path, 'all stands for every check and must stand alone', { found: names.join(', ') })];
};

/** A runtime is reached through a Unix socket; kubeadm puts the scheme in front of whatever else stands there. */
export const criSocket: NodeRule = ({ spec, written }) => {
  const socket = written.init.nodeRegistration?.criSocket ?? '';
  if (socket === '' || socket.startsWith('unix:')) return [];
  const taken = spec.nodeRegistration.criSocket;
  return [
    initWarning(['nodeRegistration', 'criSocket'], `the socket has no unix:// in front and is taken as ${taken}`, {
      found: socket,
      hint: `write ${taken}`,
    }),
  ];
};

/** Taints that the API server would refuse, when the node is long up; kubeadm does not look. */
export const taints: NodeRule = ({ spec }) =>
  (spec.nodeRegistration.taints ?? []).flatMap(({ key, value = '', effect }, index) => {
    const at = (field: string) => ['nodeRegistration', 'taints', index, field];
    const complaints: Complaint[] = [];
    if (!isQualifiedName(key))
      complaints.push(initError(at('key'), 'this cannot be the key of a taint', { found: key }));
    if (value !== '' && (value.includes('/') || !isQualifiedName(value))) {
      complaints.push(initError(at('value'), 'this cannot be the value of a taint', { found: value }));
    }
    if (!taintEffects.includes(effect)) {
      const hint = `take one of ${taintEffects.join(', ')}`;
      complaints.push(initError(at('effect'), 'there is no such effect', { found: effect, hint }));
    }
    return complaints;
  });
