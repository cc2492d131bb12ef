import type { Certificate } from './read.ts';

/** The form of a pin: `sha256:` and 64 hex digits. kubeadm knows no other digest (1.36.3). */
export const pinPattern = /^sha256:[0-9a-f]{64}$/i;

/** The pin of a certificate: SHA-256 of its SubjectPublicKeyInfo, so that a CA renewed with its key keeps its pin. */
export function pinOf(certificate: Pick<Certificate, 'publicKeyDigest'>): string {
  return `sha256:${certificate.publicKeyDigest}`;
}

/** Whether at least one certificate of a bundle is pinned; upper and lower case of the digits do not matter. */
export function isPinned(bundle: readonly Pick<Certificate, 'publicKeyDigest'>[], pins: readonly string[]): boolean {
  const accepted = new Set(pins.map((pin) => pin.toLowerCase()));
  return bundle.some((certificate) => accepted.has(pinOf(certificate)));
}
