import type { UpgradeSpec } from '../spec/upgrade-spec.ts';
import { upgradeLeft } from './upgrade-left.ts';

/** What is to be said when a node has been upgraded: what is left to do, on which node, in which order. */
export function upgradedText(command: 'apply' | 'node', spec: UpgradeSpec): string {
  const { cluster, nodeRegistration, options } = spec;
  const version = cluster.kubernetesVersion;
  const what = spec.controlPlane ? 'A control plane node of your cluster was upgraded' : 'This node was configured';
  const { controlPlanes, workers, kubelets } = upgradeLeft(spec);
  const steps = [
    ...kubelets.map((node) => `on ${node === nodeRegistration.name ? 'this node' : node}: ${kubeletSteps(version)}`),
    ...controlPlanes.map((node) => `on ${node}: ${options.program} upgrade node, then the same for its kubelet`),
    ...workers.map((node) => `on ${node}: drain it, ${options.program} upgrade node, then the same for its kubelet`),
  ];
  const head = `\n[upgrade] SUCCESS! ${what} to ${JSON.stringify(version)}.\n`;
  if (steps.length === 0) return head;
  const intro =
    command === 'apply' && controlPlanes.length + workers.length > 0
      ? 'Now the rest follows, one node after the other, control planes first:'
      : 'Now the rest follows:';
  return `${head}\n${intro}\n\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}\n`;
}

function kubeletSteps(version: string): string {
  return `install kubelet ${version} (and kubectl), then: systemctl daemon-reload && systemctl restart kubelet`;
}
