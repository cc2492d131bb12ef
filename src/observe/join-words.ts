import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { pinOf } from '../pki/ca-hash.ts';
import { currentCluster, parseKubeconfig } from '../pki/kubeconfig.ts';
import { readCertificateFile } from '../pki/read.ts';

/** What a joining node has to be told of a cluster. */
export interface JoinWords {
  /** `host:port`. */
  readonly endpoint: string;
  /** `sha256:…` of each CA. */
  readonly pins: readonly string[];
}

/**
 * Endpoint and CA of the current cluster of a kubeconfig, as kubeadm's join commands have them (1.36.3).
 * @throws UsageError when the file does not tell them
 */
export async function observeJoinWords(kubeconfig: string, { files }: Host): Promise<JoinWords> {
  const fail = (why: string): never => {
    throw new UsageError(`${kubeconfig} tells no join command: ${why}`, {
      hint: 'name a kubeconfig of this cluster with --kubeconfig',
    });
  };
  const text = (await files.read(kubeconfig)) ?? fail('there is no such file');
  const parsed = parseKubeconfig(text);
  if (parsed.problem !== undefined) return fail(parsed.problem);
  const cluster = currentCluster(parsed.value);
  if (cluster.problem !== undefined) return fail(cluster.problem);
  const { server, authority, authorityFile } = cluster.value;
  const path = authorityFile === undefined ? undefined : resolve(dirname(kubeconfig), authorityFile);
  const pem = authority ?? (path === undefined ? undefined : await files.read(path));
  const found = readCertificateFile(pem ?? fail('it names no CA for its current cluster'));
  if (found.problem !== undefined) return fail(`its CA is no use: ${found.problem}`);
  const { certificate, others } = found.value;
  return { endpoint: server.replace(/^https?:\/\//, ''), pins: [certificate, ...others].map(pinOf) };
}
