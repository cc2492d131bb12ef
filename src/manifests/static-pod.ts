import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { StaticPodName } from '../spec/paths.ts';
import type { HostPathMount, InitSpec } from '../spec/types.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { type HealthEndpoint, probePortName, probes } from './probes.ts';
import { sortedByName, volume, volumeMount } from './volumes.ts';

/** What tells one static Pod from another. */
export interface StaticPodParts {
  readonly name: StaticPodName;
  readonly annotations?: { readonly [key: string]: string };
  readonly image: string;
  /** Flags; the component's name goes in front. */
  readonly args: readonly string[];
  readonly env: readonly JsonObject[];
  readonly health: HealthEndpoint;
  readonly timeouts: InitSpec['timeouts'];
  readonly requests: { readonly cpu: string; readonly memory?: string };
  /** In the order of the container's mounts; the Pod's volumes are sorted by name. */
  readonly mounts: readonly HostPathMount[];
}

/** A static Pod in the shape that all control-plane components share. */
export function staticPod(parts: StaticPodParts): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: parts.name,
      namespace: 'kube-system',
      labels: { component: parts.name, tier: 'control-plane' },
      ...(parts.annotations === undefined ? {} : { annotations: parts.annotations }),
    },
    spec: {
      hostNetwork: true,
      priority: 2000001000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: parts.name,
          image: parts.image,
          imagePullPolicy: 'IfNotPresent',
          command: [parts.name, ...parts.args],
          ...(parts.env.length === 0 ? {} : { env: parts.env }),
          ports: [{ containerPort: parts.health.port, name: probePortName, protocol: 'TCP' }],
          ...probes(parts.health, parts.timeouts),
          resources: { requests: parts.requests },
          volumeMounts: parts.mounts.map(volumeMount),
        },
      ],
      volumes: sortedByName(parts.mounts).map(volume),
    },
    // Go serialises a Pod with its empty status; leaving it out would make every manifest differ from kubeadm's.
    status: {},
  };
}

/** Text of a manifest file. */
export function staticPodYaml(pod: KubeObject): string {
  return toYaml(pod);
}
