import { factText } from '../../pki/fact-text.ts';
import type { AwaitEffect, Effect } from '../../plan/effect.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext } from '../../plan/phase.ts';
import { kubeletConfigFile, manifestPath } from '../../spec/paths.ts';
import type { InitSpec } from '../../spec/types.ts';
import { ensureClusterAdmins } from '../admin-via.ts';
import { componentHealthUrls, kubeletHealthUrl } from '../health-urls.ts';

/** Health endpoints are local and cheap; kubeadm asks every 500 ms. */
const intervalMs = 100;
const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

function waitForKubelet({ spec, facts }: PhaseContext<InitSpec>): readonly Effect[] {
  const url = kubeletHealthUrl(factText(fileFact(facts, kubeletConfigFile)));
  if (url === undefined) return [];
  return [
    {
      kind: 'await',
      id: 'wait-control-plane:kubelet',
      why: `wait for a healthy kubelet at ${url}`,
      probe: { kind: 'http', component: 'kubelet', url, criSocket: spec.nodeRegistration.criSocket },
      intervalMs,
      timeoutMs: spec.timeouts.kubeletHealthCheck,
    },
  ];
}

function waitForComponents({ spec, facts }: PhaseContext<InitSpec>): readonly AwaitEffect[] {
  const manifests = new Map(
    components.map((component) => [component, factText(fileFact(facts, manifestPath(component)))] as const),
  );
  return Object.entries(componentHealthUrls(spec, manifests)).map(([component, url]) => ({
    kind: 'await',
    id: `wait-control-plane:${component}`,
    why: `wait for a healthy ${component} at ${url}`,
    group: 'wait-control-plane',
    probe: { kind: 'http', component, url, criSocket: spec.nodeRegistration.criSocket },
    intervalMs,
    timeoutMs: spec.timeouts.controlPlaneComponentHealthCheck,
  }));
}

/** Waits until kubelet, API server, controller manager and scheduler answer, then gives admin.conf its rights. */
export const waitControlPlane: Phase<InitSpec> = {
  name: 'wait-control-plane',
  short: 'Wait for the control plane to start',
  reads: ['advertise-address', 'cri-socket'],
  looks: () => [
    { kind: 'file', path: kubeletConfigFile },
    ...components.map((component) => ({ kind: 'file', path: manifestPath(component) }) as const),
  ],
  steps: [
    (context) => ({ effects: waitForKubelet(context) }),
    (context) => ({ effects: waitForComponents(context) }),
    ({ spec }) => ({ effects: ensureClusterAdmins('wait-control-plane', spec) }),
  ],
};
