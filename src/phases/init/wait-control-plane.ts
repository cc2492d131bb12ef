import { factText } from '../../pki/fact-text.ts';
import type { Effect } from '../../plan/effect.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext } from '../../plan/phase.ts';
import { kubeletConfigFile } from '../../spec/paths.ts';
import type { InitSpec } from '../../spec/types.ts';
import { ensureClusterAdmins } from '../admin-via.ts';
import { componentWaitLooks, waitForComponents } from '../component-waits.ts';
import { kubeletHealthUrl } from '../health-urls.ts';

/** Health endpoints are local and cheap; kubeadm asks every 500 ms. */
const intervalMs = 100;

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

/** Waits until kubelet, API server, controller manager and scheduler answer, then gives admin.conf its rights. */
export const waitControlPlane: Phase<InitSpec> = {
  name: 'wait-control-plane',
  short: 'Wait for the control plane to start',
  reads: ['advertise-address', 'cri-socket'],
  looks: () => [{ kind: 'file', path: kubeletConfigFile }, ...componentWaitLooks()],
  steps: [
    (context) => ({ effects: waitForKubelet(context) }),
    (context) => ({ effects: waitForComponents('wait-control-plane', context) }),
    ({ spec }) => ({ effects: ensureClusterAdmins('wait-control-plane', spec) }),
  ],
};
