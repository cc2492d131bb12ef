import { isDnsSubdomain } from '../dns-names.ts';
import { clusterError, type Rule } from './rule.ts';

/** networking.dnsDomain is a lower-case DNS name. */
export const dnsDomain: Rule = ({ spec }) => {
  const { dnsDomain: domain } = spec.cluster.networking;
  if (isDnsSubdomain(domain)) return [];
  return [
    clusterError(['networking', 'dnsDomain'], 'this is no DNS name', {
      found: domain,
      hint: 'take lower-case letters, digits, - and ., as in cluster.local',
    }),
  ];
};
