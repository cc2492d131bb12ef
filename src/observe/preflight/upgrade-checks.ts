import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { askingCluster } from './asking-cluster.ts';
import type { Check } from './check.ts';
import { controlPlaneNodesReady } from './control-plane-nodes-ready.ts';
import { corednsMigration, corednsUnsupportedPlugins } from './coredns-migration.ts';
import { kubeletHealthy } from './kubelet-healthy.ts';
import { runtimeVersion } from './runtime-version.ts';
import { staticPodManifests } from './static-pod-manifests.ts';
import { systemVerification } from './system-verification.ts';
import { upgradeSpace } from './upgrade-space.ts';

/** What `upgrade apply` checks once the cluster is known, in kubeadm's order (kubeadm-cli-config.md, 4.5); CreateJob and ImagePull are deeds. */
export function upgradeApplyChecks(spec: UpgradeSpec): readonly Check[] {
  return [
    systemVerification,
    runtimeVersion,
    askingCluster(corednsUnsupportedPlugins(spec)),
    askingCluster(corednsMigration(spec)),
    askingCluster(controlPlaneNodesReady(spec)),
    staticPodManifests(spec),
    ...ours(spec),
  ];
}

/** What `upgrade node` checks. */
export function upgradeNodeChecks(spec: UpgradeSpec): readonly Check[] {
  return [systemVerification, runtimeVersion, ...(spec.controlPlane ? [staticPodManifests(spec), ...ours(spec)] : [])];
}

/** Static Pods are replaced by the kubelet, and copies need room; kubeadm finds out half-way. */
function ours(spec: UpgradeSpec): readonly Check[] {
  return [kubeletHealthy, upgradeSpace(spec)];
}
