import { RefusedError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { type AuthorityName, certificateNamed, certificatePaths } from '../pki/cert-list.ts';
import { externalCertificate, leafIssues } from '../pki/external-authority.ts';
import { foundCertificate } from '../pki/found-certificate.ts';
import { renewalLooks } from '../pki/plan-renewal.ts';
import { readCertificateFile } from '../pki/read.ts';
import { authorities, isForeign, renewables } from '../pki/renewables.ts';
import type { Facts } from '../plan/facts.ts';
import type { InitSpec } from '../spec/types.ts';
import { carryOutLooks } from './looks.ts';

/** A certificate of a node and how long it lasts. */
export interface Expiration {
  readonly name: string;
  /** Milliseconds since the epoch; undefined when the certificate is missing. */
  readonly notAfter: number | undefined;
  /** The key of the CA behind it is not on this machine. */
  readonly external: boolean;
  /** Its CA; undefined for a CA itself. */
  readonly ca?: AuthorityName;
}

/** What `certs check-expiration` tells. */
export interface Expirations {
  readonly certificates: readonly Expiration[];
  readonly authorities: readonly Expiration[];
}

/**
 * Looks at every certificate that kubeadm manages on a node, in kubeadm's order. A missing certificate is told; a missing
 * CA, a CA without its key whose certificates are not all there, and files that cannot be read are errors (1.36.3).
 * @throws RefusedError with everything that stands in the way
 */
export async function observeExpirations(spec: InitSpec, host: Host): Promise<Expirations> {
  const ours = renewables.filter((renewable) => !isForeign(renewable, spec));
  const seen = await carryOutLooks(
    ours.flatMap((renewable) => renewalLooks(renewable, spec)),
    host,
  );
  const node = { hostName: '', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] };
  const facts: Facts = { startedAt: host.clock.now(), node, ...seen };
  const problems: string[] = [];

  const cas = authorities
    .filter((name) => !isForeign(name, spec))
    .map((name): Expiration => {
      const { certificate: path } = certificatePaths(certificateNamed(name), spec);
      const fact = facts.files.get(path);
      const text = fact?.state === 'present' ? fact.text.reveal() : undefined;
      const file = text === undefined ? undefined : readCertificateFile(text);
      if (file === undefined) problems.push(`the CA ${path} is missing`);
      else if (file.problem !== undefined) problems.push(`${path} is no use: ${file.problem}`);
      const external = externalCertificate(name, spec, facts);
      if (external !== undefined) {
        problems.push(
          ...leafIssues(name, external, spec, facts).map(({ message }) => `the CA ${name} is external, and ${message}`),
        );
      }
      return { name, notAfter: file?.value?.certificate.notAfter, external: external !== undefined };
    });

  const leaves = ours.map((renewable): Expiration => {
    const found = foundCertificate(renewable, spec, facts);
    if (found?.problem !== undefined) problems.push(found.problem);
    const { name, ca } = renewable;
    const external = cas.find((authority) => authority.name === ca)!.external;
    return { name, ca, external, notAfter: found?.value?.certificate.notAfter };
  });
  if (problems.length > 0) throw new RefusedError('the certificates cannot be checked', problems);
  return { certificates: leaves, authorities: cas };
}
