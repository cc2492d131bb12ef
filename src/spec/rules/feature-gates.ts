import { type GateStanding, gateStanding } from '../feature-gates.ts';
import { nearestName } from '../nearest-name.ts';
import { type MinorFacts, minorOf, servedMinorFacts } from '../versions.ts';
import { type Complaint, clusterError, clusterWarning, type Rule } from './rule.ts';

/**
 * Feature gates are known to the version. Those that have become permanent are forgiven, since tools go on to set them.
 * While the version is a label, a gate may belong to any minor served.
 */
export const featureGates: Rule = ({ spec }) => {
  const { kubernetesVersion, featureGates: gates } = spec.cluster;
  const minors = servedMinorFacts(kubernetesVersion);
  return Object.entries(gates).flatMap(([gate, value]) => complain(gate, value, minors, kubernetesVersion));
};

const order: readonly GateStanding[] = ['known', 'deprecated', 'settled', 'overruled', 'unknown'];

function complain(gate: string, value: boolean, minors: readonly MinorFacts[], version: string): readonly Complaint[] {
  const path = ['featureGates', gate];
  const found = String(value);
  const standings = minors.map((facts) => gateStanding(facts, gate, value));
  const best = order.find((standing) => standings.includes(standing))!;
  const subject = minorOf(version) ?? 'the versions served';
  switch (best) {
    case 'known':
      return [];
    case 'deprecated':
      return [clusterWarning(path, 'the gate is deprecated and will go away', { found })];
    case 'settled':
      return [
        clusterWarning(path, 'the gate no longer exists; this is how it is now, whatever the gate says', {
          found,
          hint: 'take it away',
        }),
      ];
    case 'overruled':
      return [
        clusterError(path, `the gate no longer exists for ${subject}, and this value is no longer possible`, {
          found,
          hint: 'take it away',
        }),
      ];
    case 'unknown': {
      const names = [...new Set(minors.flatMap((facts) => Object.keys(facts.featureGates)))].sort();
      const near = nearestName(gate, names);
      const hint = near === undefined ? `known gates: ${names.join(', ')}` : `did you mean "${near}"?`;
      return [clusterError(path, 'there is no such feature gate', { hint })];
    }
  }
}
