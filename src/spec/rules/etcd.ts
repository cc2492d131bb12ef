import { schemeOf } from '../url-scheme.ts';
import { type Complaint, clusterError, type Rule } from './rule.ts';

/** etcd is either local or external. */
export const oneEtcd: Rule = ({ written }) => {
  const { local, external } = written.cluster.etcd ?? {};
  if (!local || !external) return [];
  return [
    clusterError(['etcd', 'local'], 'etcd is either local or external, not both', { hint: 'take one of the two away' }),
  ];
};

/** etcd.external: URLs, and credentials that belong together. */
export const externalEtcd: Rule = ({ spec, written }) => {
  const { external } = spec.cluster.etcd;
  if (external === undefined) return [];
  const { caFile, certFile, keyFile } = external;
  const complaints: Complaint[] = [];
  if (external.endpoints.length === 0) {
    complaints.push(clusterError(['etcd', 'external', 'endpoints'], 'at least one URL is needed'));
  }
  complaints.push(...urls('endpoints', external.endpoints, caFile !== ''));
  // Copied from endpoints when absent: then the complaint has been made.
  if (written.cluster.etcd?.external?.httpEndpoints?.length) {
    complaints.push(...urls('httpEndpoints', external.httpEndpoints, false));
  }
  if ((certFile === '') !== (keyFile === '')) {
    const [missing, there] = certFile === '' ? ['certFile', 'keyFile'] : ['keyFile', 'certFile'];
    complaints.push(clusterError(['etcd', 'external', missing!], `${there} is set, so ${missing} is needed too`));
  }
  if (certFile !== '' && keyFile !== '' && caFile === '') {
    complaints.push(clusterError(['etcd', 'external', 'caFile'], 'certFile and keyFile need a CA beside them'));
  }
  return complaints;
};

function urls(name: string, list: readonly string[], https: boolean): readonly Complaint[] {
  return list.flatMap((url, index) => {
    const scheme = schemeOf(url);
    const path = ['etcd', 'external', name, index];
    const hint = 'write it like https://10.0.0.1:2379';
    if (scheme === undefined) return [clusterError(path, 'this is no URL', { found: url, hint })];
    if (https && scheme !== 'https') {
      return [clusterError(path, 'with a CA file, the URL must begin with https://', { found: url, hint })];
    }
    if (/^https?:(?!\/\/[^/?#])/i.test(url)) return [clusterError(path, 'the URL has no host', { found: url, hint })];
    return scheme === '' ? [clusterError(path, 'the URL has no scheme', { found: url, hint })] : [];
  });
}
