import { formatDuration } from '../duration.ts';
import type { Path } from '../field-path.ts';
import { nearestName } from '../nearest-name.ts';
import { type Complaint, clusterError, clusterWarning, type Rule } from './rule.ts';

const algorithms = ['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'];

const day = 24 * 3_600_000;

/** encryptionAlgorithm is one of five. */
export const encryptionAlgorithm: Rule = ({ written }) => {
  const name = written.cluster.encryptionAlgorithm ?? '';
  if (name === '' || algorithms.includes(name)) return [];
  const near = nearestName(name, algorithms);
  const hint = near === undefined ? `take one of ${algorithms.join(', ')}` : `did you mean ${near}?`;
  return [clusterError(['encryptionAlgorithm'], 'there is no such key algorithm', { found: name, hint })];
};

/**
 * How long certificates are valid. kubeadm only warns; a period that is already over makes a cluster that nobody can
 * talk to, and is refused.
 */
export const validityPeriods: Rule = ({ spec }) => {
  const { certificateValidityPeriod: leaf, caCertificateValidityPeriod: ca } = spec.cluster;
  return [
    ...period('certificateValidityPeriod', leaf, 365),
    ...period('caCertificateValidityPeriod', ca, 3650),
    ...(leaf > ca
      ? [
          clusterWarning(['certificateValidityPeriod'], 'certificates would outlive the CA that signs them', {
            found: formatDuration(leaf),
            hint: `caCertificateValidityPeriod is ${formatDuration(ca)}`,
          }),
        ]
      : []),
  ];
};

function period(name: string, value: number, days: number): readonly Complaint[] {
  const path: Path = [name];
  const found = formatDuration(value);
  if (value <= 0) return [clusterError(path, 'the certificates would be expired from the start', { found })];
  if (value <= days * day) return [];
  return [clusterWarning(path, `this is longer than the recommended ${formatDuration(days * day)}`, { found })];
}
