import { controlPlaneEndpoint, localEndpoint } from '../spec/endpoint.ts';
import type { KubeconfigSpec, PkiSpec } from './pki-spec.ts';

/** The kubeconfig files with client certificates, by the name kubeadm's phases give them. */
export type KubeconfigName = 'admin' | 'super-admin' | 'kubelet' | 'controller-manager' | 'scheduler';

/** One kubeconfig file, as data. */
export interface KubeconfigRecord {
  /** As in `init phase kubeconfig <name>`. */
  readonly name: KubeconfigName;
  readonly fileName: string;
  /** What it is for, as a clause for help and lists. */
  readonly longName: string;
  /** User in the file and common name of its certificate. */
  readonly userName: (spec: PkiSpec) => string;
  readonly organizations: readonly string[];
  /** `local`: the API server of this node; `cluster`: the control-plane endpoint. */
  readonly endpoint: 'local' | 'cluster';
}

/** The five files in kubeadm's order (`init phase kubeconfig all`, 1.36.3). */
export const kubeconfigs: readonly KubeconfigRecord[] = [
  {
    name: 'admin',
    fileName: 'admin.conf',
    longName: 'kubeconfig for administrators',
    userName: () => 'kubernetes-admin',
    organizations: ['kubeadm:cluster-admins'],
    endpoint: 'cluster',
  },
  {
    name: 'super-admin',
    fileName: 'super-admin.conf',
    longName: 'kubeconfig that stands above RBAC, for emergencies',
    userName: () => 'kubernetes-super-admin',
    organizations: ['system:masters'],
    endpoint: 'cluster',
  },
  {
    name: 'kubelet',
    fileName: 'kubelet.conf',
    longName: 'kubeconfig with which the kubelet of this node starts',
    userName: (spec) => `system:node:${spec.nodeRegistration.name}`,
    organizations: ['system:nodes'],
    // A control plane's kubelet follows the API server beside it, so that it never meets a newer or older one (1.33).
    endpoint: 'local',
  },
  {
    name: 'controller-manager',
    fileName: 'controller-manager.conf',
    longName: 'kubeconfig of the controller manager',
    userName: () => 'system:kube-controller-manager',
    organizations: [],
    endpoint: 'local',
  },
  {
    name: 'scheduler',
    fileName: 'scheduler.conf',
    longName: 'kubeconfig of the scheduler',
    userName: () => 'system:kube-scheduler',
    organizations: [],
    endpoint: 'local',
  },
];

/** The record of a kubeconfig file. */
export function kubeconfigNamed(name: KubeconfigName): KubeconfigRecord {
  const record = kubeconfigs.find((candidate) => candidate.name === name);
  if (record === undefined) throw new Error(`no kubeconfig is called ${name}`);
  return record;
}

/** Where a kubeconfig file lies. */
export function kubeconfigPath(record: KubeconfigRecord, spec: KubeconfigSpec): string {
  return `${spec.options.kubeconfigDir}/${record.fileName}`;
}

/** The server that a kubeconfig file names. */
export function kubeconfigServer(record: KubeconfigRecord, spec: PkiSpec): string {
  return record.endpoint === 'local' ? localEndpoint(spec) : controlPlaneEndpoint(spec);
}
