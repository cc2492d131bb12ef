import type { ClusterConfiguration, InitSpec } from './types.ts';
import { type MinorFacts, servedMinorFacts } from './versions.ts';

/**
 * Gates of kubeadm that no minor served knows any more, or that a newer one has dropped, with the value that has become
 * fixed (kubeadm-cli-config.md, 6). A gate set to that value changes nothing and is forgiven; kubeadm refuses it.
 */
export const settledGates: { readonly [gate: string]: boolean } = {
  ControlPlaneKubeletLocalMode: true,
  CoreDNS: true,
  EtcdLearnerMode: true,
  IPv6DualStack: true,
  NodeLocalCRISocket: true,
  PublicKeysECDSA: false,
  UnversionedKubeletConfigMap: true,
  UpgradeAddonsBeforeControlPlane: false,
  WaitForAllControlPlaneComponents: true,
};

/** Whether the components of the control plane run without root (KEP 2568). */
export function isRootless({ featureGates }: Pick<InitSpec['cluster'], 'featureGates'>): boolean {
  return featureGates['RootlessControlPlane'] === true;
}

/** What a version makes of a gate. */
export type GateStanding = 'known' | 'deprecated' | 'settled' | 'overruled' | 'unknown';

/**
 * How a gate stands for a version: known to it; settled (it does not know it, and the value is what has become of it);
 * overruled (it does not know it, and the value is no longer possible); unknown.
 */
export function gateStanding(facts: MinorFacts, gate: string, value: boolean): GateStanding {
  // Not by plain lookup: a gate may be called `constructor`.
  const known = Object.hasOwn(facts.featureGates, gate) ? facts.featureGates[gate] : undefined;
  if (known !== undefined) return known.stage === 'DEPRECATED' ? 'deprecated' : 'known';
  const settled = Object.hasOwn(settledGates, gate) ? settledGates[gate] : undefined;
  if (settled === undefined) return 'unknown';
  return settled === value ? 'settled' : 'overruled';
}

/**
 * What is to be said of gates that a cluster has stored when it is upgraded. kubeadm only prints it, in `upgrade plan` and
 * the preflight of `upgrade apply`; `upgrade node` says nothing (1.35.4 to 1.37.0).
 */
export function storedGateWords(gates: ClusterConfiguration['featureGates'], facts: MinorFacts): readonly string[] {
  return Object.entries(gates).flatMap(([gate, value]) => {
    const standing = gateStanding(facts, gate, value);
    if (standing === 'known') return [];
    const means =
      standing === 'deprecated' ? 'is deprecated and will go away' : 'is not known any more and does nothing';
    return [`the feature gate ${gate} in the stored configuration ${means} in ${facts.minor}`];
  });
}

/**
 * A spec with only the gates that its version knows, so that the stored configuration is one that kubeadm reads. While
 * the version is a label, those that any minor served knows.
 */
export function withoutSettledGates<Spec extends Pick<InitSpec, 'cluster'>>(spec: Spec): Spec {
  const { featureGates, kubernetesVersion } = spec.cluster;
  const minors = servedMinorFacts(kubernetesVersion);
  const gates = Object.entries(featureGates).filter(([gate]) =>
    minors.some((facts) => Object.hasOwn(facts.featureGates, gate)),
  );
  return { ...spec, cluster: { ...spec.cluster, featureGates: Object.fromEntries(gates) } };
}
