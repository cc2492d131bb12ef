import semver from 'semver';
import { parseVersionText } from '../resolve-version.ts';
import { findMinorFacts, minorOf, servedMinors } from '../versions.ts';
import { clusterError, type Rule } from './rule.ts';

const path = ['kubernetesVersion'];

/** kubernetesVersion is a version that this program can set up, or a label. */
export const kubernetesVersion: Rule = ({ spec }) => {
  const text = spec.cluster.kubernetesVersion;
  const parsed = parseVersionText(text);
  const newest = `${servedMinors.newest}`;
  if (parsed === undefined) {
    const hint = `write a version such as v${newest}.0, or a label such as stable-1 or stable-${newest}`;
    return [clusterError(path, 'this is neither a version nor a label', { found: text, hint })];
  }
  if (parsed.kind === 'label' || findMinorFacts(parsed.version) !== undefined) return [];
  const older = semver.lt(parsed.version, `${servedMinors.oldest}.0`);
  const message = older ? 'this version is too old for this program' : 'this version is newer than this program';
  return [
    clusterError(path, message, {
      found: text,
      hint: `${minorOf(parsed.version)} is not served; take a version from ${servedMinors.oldest} to ${newest}`,
    }),
  ];
};
