import type { Release } from '../../lab/versions.ts';
import { corefiles } from './corefiles.ts';
import { configMap, deployment } from './dns-experiments.ts';
import type { Experiment } from './experiment.ts';

/** Gates that a cluster may have stored: known, deprecated, gone, never heard of. */
const stored: readonly { readonly [gate: string]: boolean }[] = [
  {},
  { PublicKeysECDSA: false },
  { NodeLocalCRISocket: true, ControlPlaneKubeletLocalMode: true },
  { EtcdLearnerMode: true, WaitForAllControlPlaneComponents: false },
  { RootlessControlPlane: false, NobodyKnows: true },
];

/** Every name among them. */
export const storedGates: readonly string[] = stored.flatMap((gates) => Object.keys(gates));

/** Clusters with feature gates stored, and upgrades as far as they read or store them. */
export function gateExperiments({ kubernetes, coredns }: Release): readonly Experiment[] {
  const ignored = '--ignore-preflight-errors=all';
  const text = corefiles.find(({ name }) => name === 'the default of today')!.text;
  return stored.map((featureGates) => ({
    name: Object.keys(featureGates).join(', ') || 'none',
    cluster: { featureGates },
    objects: [configMap({ Corefile: text }), deployment(`registry.k8s.io/coredns/coredns:v${coredns}`)],
    commands: [
      `upgrade plan ${kubernetes} ${ignored}`,
      `upgrade apply phase preflight ${kubernetes} ${ignored} --yes`,
      `upgrade node phase preflight ${ignored}`,
      `upgrade apply phase upload-config kubeadm ${kubernetes}`,
    ],
  }));
}
