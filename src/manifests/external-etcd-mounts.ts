import { optionalCaDirectories } from '../spec/paths.ts';
import type { ClusterConfiguration, HostPathMount } from '../spec/types.ts';
import { caDirectory, mountOf } from './volumes.ts';

/**
 * Folders of the client files of an external etcd that the API server does not see anyway. A folder swallows those
 * below it. Prefixes are compared as text, without a thought for path separators, because kubeadm does so and the
 * names of the volumes are numbered.
 */
export function externalEtcdMounts(cluster: ClusterConfiguration): readonly HostPathMount[] {
  const { external } = cluster.etcd;
  if (external === undefined) return [];
  const seen = [caDirectory, ...optionalCaDirectories, cluster.certificatesDir];
  const folders = [external.caFile, external.certFile, external.keyFile]
    .map(folderOf)
    .filter((folder) => folder !== '' && !seen.some((known) => folder.startsWith(known)));
  const outermost = folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other)));
  return [...new Set(outermost)]
    .sort()
    .map((folder, index) => mountOf(`etcd-certs-${index}`, folder, 'DirectoryOrCreate'));
}

function folderOf(file: string): string {
  if (file === '') return '';
  return file.slice(0, file.lastIndexOf('/')) || '/';
}
