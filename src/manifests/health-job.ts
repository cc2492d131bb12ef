import type { JsonObject } from '../plan/json.ts';

/** kubeadm gives it a minute (1.36.3), and lets it go away as long after. */
const seconds = 65;

/**
 * A Job that does next to nothing, on any node that takes Pods, control planes among them: kubeadm's, with which it sees
 * whether a cluster still does its work.
 * @param image a pause image, which ends at once when asked for its version
 */
export function healthJobObject(name: string, image: string): JsonObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'kube-system' },
    spec: {
      activeDeadlineSeconds: seconds,
      backoffLimit: 0,
      ttlSecondsAfterFinished: seconds,
      template: {
        spec: {
          containers: [{ name: 'upgrade-health-check', image, args: ['-v'] }],
          restartPolicy: 'Never',
          securityContext: { runAsGroup: 999, runAsNonRoot: true, runAsUser: 999 },
          tolerations: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/control-plane' }],
        },
      },
    },
  };
}
