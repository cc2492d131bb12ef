import { isIP, withoutLeadingZeros } from '../addresses.ts';
import { isDnsSubdomain, isWildcardDnsName } from '../dns-names.ts';
import type { Path } from '../field-path.ts';
import { type Complaint, clusterError, type Rule } from './rule.ts';

/** Additional names in serving certificates are addresses, DNS names or wildcards. */
export const alternativeNames: Rule = ({ spec }) => {
  const { apiServer, etcd } = spec.cluster;
  return [
    ...names(['apiServer', 'certSANs'], apiServer.certSANs),
    ...names(['etcd', 'local', 'serverCertSANs'], etcd.local?.serverCertSANs ?? []),
    ...names(['etcd', 'local', 'peerCertSANs'], etcd.local?.peerCertSANs ?? []),
  ];
};

function names(path: Path, list: readonly string[]): readonly Complaint[] {
  return list.flatMap((name, index) => {
    if (isIP(withoutLeadingZeros(name)) || isDnsSubdomain(name) || isWildcardDnsName(name)) return [];
    const hint =
      name !== name.toLowerCase()
        ? 'DNS names are lower-case here'
        : 'write it like 10.0.0.1, api.example.org or *.example.org';
    return [clusterError([...path, index], 'this is neither an IP address nor a DNS name', { found: name, hint })];
  });
}
