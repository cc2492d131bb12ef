import { rootCertificates } from 'node:tls';
import type { Files } from './files.ts';

/** Where distributions keep the bundle; the first that exists is used, as Go does. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * Certificates trusted when nobody named a CA: those of node, of the system's bundle (or SSL_CERT_FILE instead of it), of
 * the folders of SSL_CERT_DIR, and NODE_EXTRA_CA_CERTS. What cannot be read is left out.
 */
export async function systemCa(
  files: Files,
  env: { readonly [name: string]: string | undefined },
): Promise<readonly string[]> {
  const folders = (env['SSL_CERT_DIR'] ?? '').split(':').filter((folder) => folder !== '');
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const found = await Promise.all([
    firstText(files, env['SSL_CERT_FILE'] ? [env['SSL_CERT_FILE']] : bundles),
    ...folders.map((folder) => folderTexts(files, folder)),
    firstText(files, extra ? [extra] : []),
  ]);
  return [...rootCertificates, ...found.flat()];
}

async function firstText(files: Files, paths: readonly string[]): Promise<readonly string[]> {
  for (const path of paths) {
    const text = await files.read(path).catch(() => undefined);
    if (text?.includes('-----BEGIN ')) return [text];
  }
  return [];
}

async function folderTexts(files: Files, folder: string): Promise<readonly string[]> {
  const names = (await files.list(folder).catch(() => undefined)) ?? [];
  return (await Promise.all(names.map((name) => firstText(files, [`${folder}/${name}`])))).flat();
}
