import type { Path } from '../field-path.ts';
import { clusterError, type Rule } from './rule.ts';

/** Folders and files named in the ClusterConfiguration stand with their full path. */
export const absolutePaths: Rule = ({ spec }) => {
  const { certificatesDir, etcd } = spec.cluster;
  const fields: readonly (readonly [Path, string])[] = [
    [['certificatesDir'], certificatesDir],
    ...(etcd.local === undefined ? [] : ([[['etcd', 'local', 'dataDir'], etcd.local.dataDir]] as const)),
    ...(etcd.external === undefined
      ? []
      : (['caFile', 'certFile', 'keyFile'] as const).map(
          (name) => [['etcd', 'external', name], etcd.external[name]] as const,
        )),
  ];
  return fields
    .filter(([, value]) => value !== '' && !value.startsWith('/'))
    .map(([path, value]) => clusterError(path, 'the path must begin with /', { found: value }));
};
