import type { Artifact, ArtifactFile } from '../plan/artifact.ts';
import type { Judgement } from '../plan/effect.ts';
import type { FileFact } from '../plan/facts.ts';
import type { Judge } from '../plan/judge.ts';
import { chainProblem } from './chain.ts';
import { periodWarning } from './expiry.ts';
import { factText } from './fact-text.ts';
import { readPrivateKey, samePublicKey } from './keys.ts';
import { kubeconfigTrust } from './kubeconfig-trust.ts';
import { type CertificateFile, readCertificateFile } from './read.ts';

/**
 * What existing PKI files amount to, by the reuse rules of `kubeadm init` (seen with 1.36.3): make what is not there,
 * keep or refuse what is, never overwrite. What kubeadm passes over in silence and would regret is said as a warning.
 */

/** A leaf certificate: it must be readable and good below its CA now; its key is not asked for. */
export const judgeCertificate: Judge = (artifact, found, now) => {
  const pair = lookAtPair(artifact, found);
  if (pair.settled !== undefined) return pair.settled;
  const { file, path } = pair;
  const warnings = [...periodWarnings(path, file, now), ...keyWarnings(pair)];
  if (artifact.authority === undefined) {
    return {
      verdict: 'refuse',
      reason: `${path} is there already and the CA it should be signed by is not known`,
      warnings,
    };
  }
  const authority = readCertificateFile(artifact.authority);
  if (authority.value === undefined) {
    return { verdict: 'refuse', reason: `the CA of ${path} cannot be used: ${authority.problem}`, warnings };
  }
  const problem = chainProblem(file, authority.value.certificate, now);
  if (problem !== undefined) return { verdict: 'refuse', reason: `${path} is there already but ${problem}`, warnings };
  return keep('the certificate on disk is used', warnings);
};

/** A CA: its certificate must be readable. Without a usable key it is somebody else's (external) and kept all the same. */
export const judgeCertificateAuthority: Judge = (artifact, found, now) => {
  const pair = lookAtPair(artifact, found);
  if (pair.settled !== undefined) return pair.settled;
  const { file, path, keyFact, keyPath } = pair;
  const warnings = periodWarnings(path, file, now);
  const flag = file.certificate.isAuthority
    ? []
    : [`${path} is not the certificate of a CA; nothing can be signed with it`];
  if (keyFact.state === 'absent') {
    return keep('the CA on disk is used; its key is kept elsewhere', [...warnings, ...flag]);
  }
  return keep(`the CA on disk is used`, [
    ...warnings,
    ...flag,
    ...keyWarnings(pair).map((warning) => `${warning}; nothing can be signed with ${keyPath}`),
  ]);
};

/** The service account key: a readable private key is kept, whether or not its public half is beside it. */
export const judgeKeyPair: Judge = (artifact, found) => {
  const [keyFile, publicFile] = pairOf(artifact);
  const key = factAt(found, keyFile);
  const publicKey = factAt(found, publicFile);
  const odd = oddState([
    [keyFile, key],
    [publicFile, publicKey],
  ]);
  if (odd !== undefined) return odd;
  if (key.state === 'absent') return { verdict: 'create' };
  if (publicKey.state === 'absent' && isOurs(keyFile, key)) {
    return { verdict: 'create', reason: 'an interrupted run has written the private key only' };
  }
  const text = factText(key);
  if (text === undefined) return keep('made earlier in this run', []);
  const loaded = readPrivateKey(text);
  if (loaded.value === undefined) return { verdict: 'refuse', reason: `${keyFile.path} is no use: ${loaded.problem}` };
  const lonely = publicKey.state === 'absent' ? [`${publicFile.path} is missing and will not be made`] : [];
  return keep('the key on disk is used', lonely);
};

/** A kubeconfig: see kubeconfig-trust.ts. */
export const judgeKubeconfig: Judge = (artifact, found) => {
  const file = artifact.files[0]!;
  const fact = factAt(found, file);
  const odd = oddState([[file, fact]]);
  if (odd !== undefined) return odd;
  if (fact.state === 'absent') return { verdict: 'create' };
  const text = factText(fact);
  if (text === undefined) return keep('made earlier in this run', []);
  if (artifact.authority === undefined) {
    return { verdict: 'refuse', reason: `${file.path} is there already and the CA it should trust is not known` };
  }
  const servers = artifact.server === undefined ? [] : [artifact.server];
  const trust = kubeconfigTrust(text, { path: file.path, authority: artifact.authority, servers }, found);
  if (trust.value === undefined) return { verdict: 'refuse', reason: trust.problem };
  return keep('the kubeconfig on disk is used', trust.value);
};

/** Either a judgement that needs no reading, or the certificate that was read. */
type Pair =
  | { readonly settled: Judgement }
  | {
      readonly settled?: undefined;
      readonly path: string;
      readonly file: CertificateFile;
      readonly keyPath: string;
      readonly keyFact: FileFact;
    };

function lookAtPair(artifact: Artifact, found: ReadonlyMap<string, FileFact>): Pair {
  const [keyFile, certificateFile] = pairOf(artifact);
  const key = factAt(found, keyFile);
  const certificate = factAt(found, certificateFile);
  const odd = oddState([
    [keyFile, key],
    [certificateFile, certificate],
  ]);
  if (odd !== undefined) return { settled: odd };
  if (certificate.state === 'absent') {
    if (key.state === 'absent') return { settled: { verdict: 'create' } };
    if (isOurs(keyFile, key)) {
      return { settled: { verdict: 'create', reason: 'an interrupted run has written the key only' } };
    }
    const reason = `${keyFile.path} is there already but ${certificateFile.path} is not`;
    return { settled: { verdict: 'refuse', reason } };
  }
  const text = factText(certificate);
  if (text === undefined) return { settled: keep('made earlier in this run', []) };
  const file = readCertificateFile(text);
  if (file.value === undefined) {
    return { settled: { verdict: 'refuse', reason: `${certificateFile.path} is no use: ${file.problem}` } };
  }
  return { path: certificateFile.path, file: file.value, keyPath: keyFile.path, keyFact: key };
}

function pairOf(artifact: Artifact): readonly [ArtifactFile, ArtifactFile] {
  const [first, second] = artifact.files;
  if (first === undefined || second === undefined) throw new Error(`${artifact.what} is not a pair of files`);
  return [first, second];
}

function factAt(found: ReadonlyMap<string, FileFact>, file: ArtifactFile): FileFact {
  return found.get(file.path) ?? { state: 'unknown', why: 'it was not looked at' };
}

/** Folders are refused; what could not be looked at is neither kept nor made. */
function oddState(seen: readonly (readonly [ArtifactFile, FileFact])[]): Judgement | undefined {
  for (const [file, fact] of seen) {
    if (fact.state === 'directory') return { verdict: 'refuse', reason: `${file.path} is a folder` };
    if (fact.state === 'unknown') return { verdict: 'unknown', reason: `${file.path}: ${fact.why}` };
  }
  return undefined;
}

/** Whether a file holds the very secret that is to be written: an earlier try of this run put it there. */
function isOurs(file: ArtifactFile, fact: FileFact): boolean {
  return file.content.kind === 'secret' && factText(fact) === file.content.text.reveal();
}

function periodWarnings(path: string, file: CertificateFile, now: number): readonly string[] {
  const warning = periodWarning(path, file.certificate, now);
  return warning === undefined ? [] : [warning];
}

function keyWarnings(pair: Exclude<Pair, { settled: Judgement }>): readonly string[] {
  const { keyFact, keyPath, path, file } = pair;
  if (keyFact.state === 'absent') return [`${keyPath} is missing, so ${path} cannot be used by what needs its key`];
  const text = factText(keyFact);
  if (text === undefined) return [];
  const key = readPrivateKey(text);
  if (key.value === undefined) return [`${keyPath} is no use: ${key.problem}`];
  return samePublicKey(key.value, file.certificate.publicKey) ? [] : [`${keyPath} does not belong to ${path}`];
}

function keep(reason: string, warnings: readonly string[]): Judgement {
  return warnings.length === 0 ? { verdict: 'keep', reason } : { verdict: 'keep', reason, warnings };
}
