/** A feature gate of kubeadm. */
export interface KnownGate {
  readonly stage: 'ALPHA' | 'BETA' | 'GA' | 'DEPRECATED';
  readonly default: boolean;
}

/** The gates that kubeadm of one minor knows. */
export interface KnownGates {
  readonly [gate: string]: KnownGate;
}

const rootless = { RootlessControlPlane: { stage: 'ALPHA', default: false } } as const;
const ecdsa = { PublicKeysECDSA: { stage: 'DEPRECATED', default: false } } as const;

/** By minor, oldest first (kubeadm-cli-config.md, 6; `kubeadm init --help` of each). */
export const knownGates = {
  '1.35': {
    ControlPlaneKubeletLocalMode: { stage: 'GA', default: true },
    NodeLocalCRISocket: { stage: 'BETA', default: true },
    ...ecdsa,
    ...rootless,
  },
  '1.36': { NodeLocalCRISocket: { stage: 'GA', default: true }, ...ecdsa, ...rootless },
  '1.37': rootless,
} as const satisfies { readonly [minor: string]: KnownGates };

/**
 * A line a gate, as kubeadm's help has it (`Name=true|false (ALPHA - default=false)`), followed by the minors that it
 * is true of, unless that is all of them.
 */
export function gateLines(table: { readonly [minor: string]: KnownGates } = knownGates): readonly string[] {
  const minors = Object.keys(table);
  const names = [...new Set(minors.flatMap((minor) => Object.keys(table[minor]!)))].sort();
  return names.map((name) => {
    const standings = new Map<string, string[]>();
    for (const minor of minors) {
      const gate = table[minor]![name];
      if (gate === undefined) continue;
      const stage = gate.stage === 'GA' ? '' : `${gate.stage} - `;
      const standing = `(${stage}default=${gate.default})`;
      standings.set(standing, [...(standings.get(standing) ?? []), minor]);
    }
    const words = [...standings].map(([standing, of]) =>
      of.length === minors.length ? standing : `${standing} in ${of.join(' and ')}`,
    );
    return `${name}=true|false ${words.join(', ')}`;
  });
}
