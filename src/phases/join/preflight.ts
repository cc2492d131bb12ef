import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { pullImages } from '../pull-images.ts';
import { discoveryFlags } from './discovery-flags.ts';

function plan({ spec }: PhaseContext<JoinSpec>): Plan {
  if (!spec.controlPlane) return { effects: [] };
  // Without it every node knows one API server only, and a second one would be of no use to them (kubeadm 1.36.3).
  if (spec.cluster.controlPlaneEndpoint === '') {
    return {
      effects: [],
      refusals: [
        'the cluster has no controlPlaneEndpoint, so a further control plane would help nobody: set it in the ConfigMap kube-system/kubeadm-config to a name or address that stays, and make the certificates of the API server anew with it',
      ],
    };
  }
  return pullImages(spec);
}

/** Looks whether this machine can become a node, finds the cluster, and looks again at what only it can tell. */
export const preflight: Phase<JoinSpec> = {
  name: 'preflight',
  short: 'Check this machine and find the cluster',
  long: 'Runs every check that "join" runs before it touches anything, shows all findings, finds the cluster and reads its configuration. For a control plane it then checks again what depends on the cluster, and pulls the images.',
  example: '{{program}} join phase preflight --config kubeadm.yaml',
  flags: [
    ...discoveryFlags,
    'apiserver-advertise-address',
    'apiserver-bind-port',
    'certificate-key',
    'control-plane',
    'cri-socket',
    'ignore-preflight-errors',
    'node-name',
  ],
  reads: ['node-name', 'advertise-address', 'cri-socket', 'cluster'],
  firstChecks: 'join',
  checks: ({ controlPlane }) => (controlPlane ? 'join-control-plane' : undefined),
  steps: [plan],
};
