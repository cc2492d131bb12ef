import type { Facts } from '../../plan/facts.ts';
import { type StaticPodName, temporaryDirectory } from '../../spec/paths.ts';

/** `2026-11-21-10-12-10`, as in kubeadm's names (1.36.3), of the start of the run's first try; UTC. */
function timeOf({ startedAt }: Pick<Facts, 'startedAt'>): string {
  return new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}

/** Where a static Pod's manifest is kept when another takes its place; kubeadm's place. */
export function keptManifestPath(component: StaticPodName, facts: Pick<Facts, 'startedAt'>): string {
  return `${temporaryDirectory}/kubeadm-backup-manifests-${timeOf(facts)}/${component}.yaml`;
}

/** Where a copy of etcd's data is kept; kubeadm's place. */
export function keptEtcdDataPath(facts: Pick<Facts, 'startedAt'>): string {
  return `${temporaryDirectory}/kubeadm-backup-etcd-${timeOf(facts)}/etcd`;
}

/** Where the kubelet's configuration is kept when it changes; kubeadm's place. */
export function keptKubeletConfigPath(facts: Pick<Facts, 'startedAt'>): string {
  return `${temporaryDirectory}/kubeadm-kubelet-config-${timeOf(facts)}/config.yaml`;
}
