import semver from 'semver';

import { type KnownGates, knownGates } from './known-gates.ts';
/**
 * What differs between the minors we serve. Code asks here and never compares versions elsewhere. A target is treated
 * as kubeadm of the newest known patch of its minor treats it (ARCHITECTURE.md).
 */
export interface MinorFacts {
  /** `1.36` */
  readonly minor: string;
  /** Newest patch known when this was written; a newer one needs no release. */
  readonly newestKnown: string;
  /** The day on which that was published. */
  readonly newestKnownOn: string;
  readonly etcdTag: string;
  readonly coreDnsTag: string;
  readonly pauseTag: string;
  /** Organization in the apiserver-kubelet-client certificate; gone with the RBAC binding below. */
  readonly kubeletClientOrganization: string | undefined;
  /** ClusterRoleBinding kubeadm:apiserver-kubelet-client is made in bootstrap-token. */
  readonly kubeletClientBinding: boolean;
  /** controller-manager mounts flexvolume-dir (until 1.35). */
  readonly flexVolumeMount: boolean;
  /** etcd gets the experimental spellings of its flags when its tag is older than 3.6 (until 1.35). */
  readonly oldEtcdFlags: boolean;
  /** kube-proxy `mode` is written as `iptables` instead of empty (1.37). */
  readonly kubeProxyMode: '' | 'iptables';
  /** Port checks bind the configured address instead of all addresses (1.37). */
  readonly portChecksUseAddress: boolean;
  /** Clients of init use the local endpoint although admin.conf names the control-plane endpoint (1.37). */
  readonly initUsesLocalEndpoint: boolean;
  /** How many voters of etcd must be well before one joins (1.37: a quorum; before: all). */
  readonly etcdNeedsToJoin: 'all' | 'quorum';
  /** Patch target kubeproxydaemonset exists (1.37). */
  readonly kubeProxyPatches: boolean;
  /** v1beta3 documents are read (until 1.36). */
  readonly readsV1beta3: boolean;
  /** `config migrate` of v1beta4 writes 0s for an absent timeouts.controlPlaneComponentHealthCheck (until 1.36). */
  readonly migrateForgetsHealthCheck: boolean;
  /** The runtime's socket is annotated to the Node where the gate NodeLocalCRISocket is off (until 1.35). */
  readonly annotatesCriSocket: boolean;
  /** Feature gates that kubeadm of this minor knows, with default and stage. */
  readonly featureGates: KnownGates;
  /** Oldest kubelet that may run under this control plane: minors behind. */
  readonly kubeletMinorsBehind: number;
  /** Oldest external etcd. */
  readonly oldestEtcd: string;
}

const table: readonly MinorFacts[] = [
  {
    minor: '1.35',
    newestKnown: 'v1.35.4',
    newestKnownOn: '2026-04-15',
    etcdTag: '3.6.6-0',
    coreDnsTag: 'v1.13.1',
    pauseTag: '3.10.1',
    kubeletClientOrganization: 'kubeadm:cluster-admins',
    kubeletClientBinding: false,
    flexVolumeMount: true,
    oldEtcdFlags: true,
    kubeProxyMode: '',
    portChecksUseAddress: false,
    initUsesLocalEndpoint: false,
    etcdNeedsToJoin: 'all',
    kubeProxyPatches: false,
    readsV1beta3: true,
    migrateForgetsHealthCheck: true,
    annotatesCriSocket: true,
    featureGates: knownGates['1.35'],
    kubeletMinorsBehind: 3,
    oldestEtcd: '3.5.24-0',
  },
  {
    minor: '1.36',
    newestKnown: 'v1.36.3',
    newestKnownOn: '2026-07-22',
    etcdTag: '3.6.8-0',
    coreDnsTag: 'v1.14.2',
    pauseTag: '3.10.2',
    kubeletClientOrganization: undefined,
    kubeletClientBinding: true,
    flexVolumeMount: false,
    oldEtcdFlags: false,
    kubeProxyMode: '',
    portChecksUseAddress: false,
    initUsesLocalEndpoint: false,
    etcdNeedsToJoin: 'all',
    kubeProxyPatches: false,
    readsV1beta3: true,
    migrateForgetsHealthCheck: true,
    annotatesCriSocket: false,
    featureGates: knownGates['1.36'],
    kubeletMinorsBehind: 3,
    oldestEtcd: '3.5.24-0',
  },
  {
    minor: '1.37',
    newestKnown: 'v1.37.0',
    newestKnownOn: '2026-08-26',
    etcdTag: '3.7.0-0',
    coreDnsTag: 'v1.14.6',
    pauseTag: '3.10.2',
    kubeletClientOrganization: undefined,
    kubeletClientBinding: true,
    flexVolumeMount: false,
    oldEtcdFlags: false,
    kubeProxyMode: 'iptables',
    portChecksUseAddress: true,
    initUsesLocalEndpoint: true,
    etcdNeedsToJoin: 'quorum',
    kubeProxyPatches: true,
    readsV1beta3: false,
    migrateForgetsHealthCheck: false,
    annotatesCriSocket: false,
    featureGates: knownGates['1.37'],
    kubeletMinorsBehind: 3,
    oldestEtcd: '3.5.24-0',
  },
];

/** Oldest and newest minor served, as `1.35` and `1.37`. */
export const servedMinors = { oldest: table[0]!.minor, newest: table[table.length - 1]!.minor } as const;

/** The newest release known to this build. */
export const newestKnownVersion: string = table[table.length - 1]!.newestKnown;

/** The day of the newest release known to this build: it is not used before. */
export const newestKnownOn: string = table
  .map(({ newestKnownOn }) => newestKnownOn)
  .sort()
  .at(-1)!;

/** `1.36` of `v1.36.3`; undefined when it is no version. */
export function minorOf(version: string): string | undefined {
  const parsed = semver.parse(version);
  return parsed === null ? undefined : `${parsed.major}.${parsed.minor}`;
}

/** Facts of a version's minor; undefined when that minor is not served. */
export function findMinorFacts(version: string): MinorFacts | undefined {
  const minor = minorOf(version);
  return table.find((facts) => facts.minor === minor);
}

/** The newest known version of the minor that comes with a release of CoreDNS. */
export function versionWithCoreDns(tag: string): string | undefined {
  return table.find(({ coreDnsTag }) => coreDnsTag === tag)?.newestKnown;
}

/**
 * Facts for a target version. While the version is still an unresolved label, those of the newest minor. Rules refuse
 * unserved versions before anything asks here.
 */
export function minorFacts(version: string): MinorFacts {
  return findMinorFacts(version) ?? table[table.length - 1]!;
}

/** Facts of every minor that a version text may turn out to be: one for a version, all served ones for a label. */
export function servedMinorFacts(version: string): readonly MinorFacts[] {
  const facts = findMinorFacts(version);
  return facts === undefined ? table : [facts];
}
