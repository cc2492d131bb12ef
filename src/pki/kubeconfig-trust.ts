import type { FileFact } from '../plan/facts.ts';
import { factText } from './fact-text.ts';
import { currentCluster, type KubeconfigCluster, parseKubeconfig } from './kubeconfig.ts';
import type { Loaded } from './loaded.ts';
import { type Certificate, readCertificateFile } from './read.ts';

/** What is asked of a kubeconfig file that is there already. */
export interface KubeconfigExpectation {
  readonly path: string;
  /** PEM of the cluster CA. */
  readonly authority: string;
  /** Servers that need no word; the first is the one that would be written. */
  readonly servers: readonly string[];
}

/**
 * Judges an existing kubeconfig as kubeadm 1.36.3 does: its current cluster must name our CA as first certificate (byte
 * by byte: a CA renewed with the same key is another one); another server is only worth a warning; the user's
 * certificate is not looked at.
 * @returns warnings, or why the file cannot be used
 */
export function kubeconfigTrust(
  text: string,
  expected: KubeconfigExpectation,
  found: ReadonlyMap<string, FileFact>,
): Loaded<readonly string[]> {
  const config = parseKubeconfig(text);
  if (config.value === undefined) return { problem: `${expected.path} is no use: ${config.problem}` };
  const cluster = currentCluster(config.value);
  if (cluster.value === undefined) return { problem: `${expected.path} is no use: ${cluster.problem}` };
  const bundle = clusterAuthorities(cluster.value, found);
  if (bundle.value === undefined) return { problem: `${expected.path} is no use: ${bundle.problem}` };
  const ours = readCertificateFile(expected.authority);
  if (ours.value === undefined) return { problem: `the cluster CA is no use: ${ours.problem}` };
  if (bundle.value[0]?.pem !== ours.value.certificate.pem) {
    const where = bundle.value.some(({ pem }) => pem === ours.value.certificate.pem) ? ' in the first place' : '';
    return {
      problem: `${expected.path} is there already but its current cluster does not trust the cluster CA${where} (certificates in it: ${bundle.value.length})`,
    };
  }
  const { server } = cluster.value;
  const named = server === '' ? 'no server' : server;
  return {
    value: expected.servers.includes(server)
      ? []
      : [`${expected.path} is kept although it names ${named}, not ${expected.servers[0]}`],
  };
}

function clusterAuthorities(
  cluster: KubeconfigCluster,
  found: ReadonlyMap<string, FileFact>,
): Loaded<readonly Certificate[]> {
  const text = cluster.authority ?? authorityFileText(cluster, found);
  if (text === undefined) {
    return {
      problem:
        cluster.authorityFile === undefined
          ? 'its current cluster has no CA'
          : `its current cluster takes its CA from ${cluster.authorityFile}, which is not a file we read; embed it as certificate-authority-data`,
    };
  }
  const file = readCertificateFile(text);
  if (file.value === undefined) return { problem: `the CA of its current cluster cannot be used: ${file.problem}` };
  return { value: [file.value.certificate, ...file.value.others] };
}

function authorityFileText(cluster: KubeconfigCluster, found: ReadonlyMap<string, FileFact>): string | undefined {
  const fact = cluster.authorityFile === undefined ? undefined : found.get(cluster.authorityFile);
  return fact === undefined ? undefined : factText(fact);
}
