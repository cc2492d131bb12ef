import type { Host } from '../../host/host.ts';
import { currentUser, parseKubeconfig } from '../../pki/kubeconfig.ts';
import { readCertificateFile } from '../../pki/read.ts';
import { defaultCertificatesDirectory, kubeletClientCertificate, kubernetesDirectory } from '../../spec/paths.ts';

/** A certificate of this node and when it ends. */
export interface CertificateSight {
  readonly path: string;
  /** Common name of its subject; '' when it cannot be read. */
  readonly what: string;
  /** Milliseconds since the epoch. */
  readonly notAfter?: number;
  readonly problem?: string;
}

/**
 * Every certificate that this node works with, the one that ends first in front: those of the PKI folder, those inside
 * kubeconfigs and the kubelet's own. The folder is read and not the list of what should be there, so that a node with an
 * external CA or foreign files shows what it has.
 */
export async function observeCertificates(
  { files }: Host,
  certificatesDir: string = defaultCertificatesDirectory,
): Promise<readonly CertificateSight[]> {
  const sights = await Promise.all([
    ...(await filesBelow(certificatesDir, '.crt')).map(ofFile),
    ...(await filesBelow(kubernetesDirectory, '.conf')).map(ofKubeconfig),
    ofFile(kubeletClientCertificate),
  ]);
  return sights
    .flatMap((sight) => (sight === undefined ? [] : [sight]))
    .toSorted((a, b) => (a.notAfter ?? 0) - (b.notAfter ?? 0) || (a.path < b.path ? -1 : 1));

  async function filesBelow(folder: string, ending: string): Promise<readonly string[]> {
    const names = (await files.list(folder).catch(() => undefined)) ?? [];
    const etcd = folder === certificatesDir ? await filesBelow(`${folder}/etcd`, ending) : [];
    return [...names.filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`), ...etcd];
  }

  async function ofFile(path: string): Promise<CertificateSight | undefined> {
    const text = await files.read(path).catch(() => undefined);
    return text === undefined ? undefined : sightOf(path, text);
  }

  async function ofKubeconfig(path: string): Promise<CertificateSight | undefined> {
    const text = await files.read(path).catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed = parseKubeconfig(text);
    if (parsed.problem !== undefined) return { path, what: '', problem: parsed.problem };
    // One that names a file (kubelet.conf) has no certificate of its own.
    const pem = currentUser(parsed.value)?.certificate;
    return pem === undefined ? undefined : sightOf(path, pem);
  }
}

function sightOf(path: string, text: string): CertificateSight {
  const read = readCertificateFile(text);
  if (read.problem !== undefined) return { path, what: '', problem: read.problem };
  const { subject, notAfter } = read.value.certificate;
  return { path, what: subject.commonName, notAfter };
}
