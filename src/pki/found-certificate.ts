import { type Facts, fileFact } from '../plan/facts.ts';
import { currentUser, type Kubeconfig, parseKubeconfig } from './kubeconfig.ts';
import type { Loaded } from './loaded.ts';
import type { KubeconfigSpec } from './pki-spec.ts';
import { type Certificate, readCertificateFile } from './read.ts';
import { type Renewable, renewablePath } from './renewables.ts';

/** A certificate that lies on disk, and the kubeconfig it was found in. */
export interface FoundCertificate {
  readonly certificate: Certificate;
  readonly kubeconfig?: Kubeconfig;
}

/** The certificate that is there; undefined when its file is missing. A problem names the file. */
export function foundCertificate(
  renewable: Renewable,
  spec: KubeconfigSpec,
  facts: Facts,
): Loaded<FoundCertificate> | undefined {
  const path = renewablePath(renewable, spec);
  const fact = fileFact(facts, path);
  if (fact.state === 'absent') return undefined;
  if (fact.state !== 'present') {
    return { problem: fact.state === 'unknown' ? `${path} could not be looked at: ${fact.why}` : `${path} is no file` };
  }
  const text = fact.text.reveal();
  if (renewable.kind === 'certificate') {
    const file = readCertificateFile(text);
    return file.problem === undefined
      ? { value: { certificate: file.value.certificate } }
      : { problem: `${path} is no use: ${file.problem}` };
  }
  const kubeconfig = parseKubeconfig(text);
  if (kubeconfig.problem !== undefined) return { problem: `${path} is no use: ${kubeconfig.problem}` };
  const pem = currentUser(kubeconfig.value)?.certificate;
  if (pem === undefined) {
    return { problem: `${path} has no client certificate embedded for the user of its current context` };
  }
  const file = readCertificateFile(pem);
  return file.problem === undefined
    ? { value: { certificate: file.value.certificate, kubeconfig: kubeconfig.value } }
    : { problem: `the client certificate in ${path} is no use: ${file.problem}` };
}
