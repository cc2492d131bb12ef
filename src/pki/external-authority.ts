import type { Issue } from '../errors.ts';
import { type Facts, fileFact, type Look } from '../plan/facts.ts';
import { controlPlaneEndpoint } from '../spec/endpoint.ts';
import { type AuthorityName, certificateNamed, certificatePaths, certificates, isSkipped } from './cert-list.ts';
import { chainProblem } from './chain.ts';
import { factText } from './fact-text.ts';
import { readPrivateKey } from './keys.ts';
import { kubeconfigPath, kubeconfigServer, kubeconfigs } from './kubeconfig-list.ts';
import { kubeconfigTrust } from './kubeconfig-trust.ts';
import type { KubeconfigSpec, PkiSpec } from './pki-spec.ts';
import { type Certificate, readCertificateFile } from './read.ts';

/** Which CAs are somebody else's, and what is missing for that to work. */
export interface ExternalAuthorities {
  readonly external: readonly AuthorityName[];
  readonly issues: readonly Issue[];
  readonly warnings: readonly string[];
}

/** Every file that the rules look at. */
export function externalAuthorityLooks(spec: KubeconfigSpec): readonly Look[] {
  const pairs = certificates
    .filter((record) => !isSkipped(record, spec))
    .map((record) => certificatePaths(record, spec));
  return [
    ...pairs.flatMap(({ key, certificate }) => [key, certificate]),
    ...kubeconfigs.map((record) => kubeconfigPath(record, spec)),
  ].map((path) => ({ kind: 'file', path }));
}

/**
 * Finds external CAs: the certificate of a CA lies there, its key does not. What they would have signed must then be
 * there, with its keys, signed and in force; with an external cluster CA also the kubeconfig files. kubeadm 1.36.3 asks
 * this of the cluster and front-proxy CAs before any command does anything, and of the etcd CA when a certificate is
 * missing; here all are asked at once and everything missing is told.
 */
export function externalAuthorities(spec: KubeconfigSpec, facts: Facts): ExternalAuthorities {
  const external: AuthorityName[] = [];
  const issues: Issue[] = [];
  const warnings: string[] = [];
  for (const name of ['ca', 'front-proxy-ca', 'etcd-ca'] as const) {
    if (isSkipped(certificateNamed(name), spec)) continue;
    const certificate = externalCertificate(name, spec, facts);
    if (certificate === undefined) continue;
    external.push(name);
    issues.push(...leafIssues(name, certificate, spec, facts));
    if (name !== 'ca') continue;
    const files = kubeconfigFindings(certificate, spec, facts);
    issues.push(...files.issues);
    warnings.push(...files.warnings);
  }
  return { external, issues, warnings };
}

/** The certificate of a CA whose key is kept elsewhere; undefined when it is complete, not there, or not a CA's. */
export function externalCertificate(
  name: AuthorityName,
  spec: Pick<PkiSpec, 'cluster'>,
  facts: Facts,
): Certificate | undefined {
  const paths = certificatePaths(certificateNamed(name), spec);
  if (fileFact(facts, paths.key).state !== 'absent') return undefined;
  const text = factText(fileFact(facts, paths.certificate));
  const file = text === undefined ? undefined : readCertificateFile(text);
  return file?.value?.certificate.isAuthority === true ? file.value.certificate : undefined;
}

/** What of all that an external CA would have signed is missing, not in force or not signed by it. */
export function leafIssues(
  name: AuthorityName,
  authority: Certificate,
  spec: Pick<PkiSpec, 'cluster'>,
  facts: Facts,
): readonly Issue[] {
  return certificates
    .filter((record) => record.ca === name)
    .flatMap((record) => {
      const paths = certificatePaths(record, spec);
      const problems = [
        [paths.certificate, certificateProblem(paths.certificate, authority, facts)],
        [paths.key, keyProblem(paths.key, facts)],
      ] as const;
      return problems.flatMap(([file, problem]) =>
        problem === undefined ? [] : [issue(name, file, `${record.baseName}: ${file} ${problem}`)],
      );
    });
}

function certificateProblem(path: string, authority: Certificate, facts: Facts): string | undefined {
  const text = factText(fileFact(facts, path));
  if (text === undefined) return 'is missing';
  const file = readCertificateFile(text);
  return file.value === undefined ? `is no use: ${file.problem}` : chainProblem(file.value, authority, facts.startedAt);
}

function keyProblem(path: string, facts: Facts): string | undefined {
  const text = factText(fileFact(facts, path));
  if (text === undefined) return 'is missing';
  const { problem } = readPrivateKey(text);
  return problem === undefined ? undefined : `is no use: ${problem}`;
}

function kubeconfigFindings(
  authority: Certificate,
  spec: KubeconfigSpec,
  facts: Facts,
): { readonly issues: readonly Issue[]; readonly warnings: readonly string[] } {
  const issues: Issue[] = [];
  const warnings: string[] = [];
  for (const record of kubeconfigs) {
    const path = kubeconfigPath(record, spec);
    const text = factText(fileFact(facts, path));
    if (text === undefined) {
      issues.push(issue('ca', path, `${path} is missing`));
      continue;
    }
    // kubeadm expects the control-plane endpoint in a kubelet.conf that others made and writes the local one itself.
    const servers = [
      kubeconfigServer(record, spec),
      ...(record.name === 'kubelet' ? [controlPlaneEndpoint(spec)] : []),
    ];
    const trust = kubeconfigTrust(text, { path, authority: authority.pem, servers }, facts.files);
    if (trust.value === undefined) issues.push(issue('ca', path, trust.problem));
    else warnings.push(...trust.value);
  }
  return { issues, warnings };
}

function issue(name: AuthorityName, file: string, message: string): Issue {
  const { baseName } = certificateNamed(name);
  return {
    path: 'certificatesDir',
    file,
    message,
    hint: `the key of the ${baseName} certificate is not on this machine, so all that it signs must be brought along; or remove ${baseName}.crt to have a new CA made`,
  };
}
