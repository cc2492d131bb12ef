import { clusterConfig } from '../manifests/cluster-config.ts';
import { clusterConfigMasks } from '../manifests/env.ts';
import { kubeletConfigMap } from '../manifests/kubelet-config-map.ts';
import type { Via } from '../plan/api-object.ts';
import type { ApplyEffect } from '../plan/effect.ts';
import { clusterConfigurationObject } from '../spec/cluster-configuration-object.ts';
import { applyObjects } from './apply-objects.ts';

/** Effects that store the ClusterConfiguration where nodes that join, and upgrades, read it. */
export function storeClusterConfiguration(
  phase: string,
  spec: Parameters<typeof clusterConfigurationObject>[0],
  via: Via,
): readonly ApplyEffect[] {
  return applyObjects(
    phase,
    'store the configuration of the cluster for nodes that join and for upgrades',
    clusterConfig(clusterConfigurationObject(spec)),
    via,
    clusterConfigMasks(spec.cluster),
  );
}

/** Effects that store the KubeletConfiguration of the cluster, and the right to read it. */
export function storeKubeletConfiguration(
  phase: string,
  spec: Parameters<typeof kubeletConfigMap>[0],
  via: Via,
): readonly ApplyEffect[] {
  return applyObjects(
    phase,
    'store the kubelet configuration for nodes that join and for upgrades',
    kubeletConfigMap(spec),
    via,
  );
}
