import { factText } from '../../pki/fact-text.ts';
import type { Effect } from '../../plan/effect.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { kubeletBootstrapKubeconfig, kubeletConfigFile, kubeletKubeconfig } from '../../spec/paths.ts';
import { kubeletHealthUrl } from '../health-urls.ts';
import { rotatedCertificate } from '../rotated-certificate.ts';
import { runtimeSocketAnnotation } from '../runtime-socket-annotation.ts';

const phase = 'kubelet-wait-bootstrap';
/** Both looks are local and cheap; kubeadm asks every second. */
const intervalMs = 50;

/** The kubelet asks 2, 6, 14 and 30 s after its start by itself. */
const hurryMs = 30_000;

const unsigned =
  "on a control plane 'kubectl get csr' shows the request: one that stays Pending lacks approval (init phase bootstrap-token makes its roles), one that is Approved and not Issued lacks the controller manager; none at all: journalctl -u kubelet on this machine";

function waitForKubelet({ spec, facts }: PhaseContext<JoinSpec>): readonly Effect[] {
  const url = kubeletHealthUrl(factText(fileFact(facts, kubeletConfigFile)));
  if (url === undefined) return [];
  return [
    {
      kind: 'await',
      id: `${phase}:kubelet`,
      why: `wait for a healthy kubelet at ${url}`,
      probe: { kind: 'http', component: 'kubelet', url, criSocket: spec.nodeRegistration.criSocket },
      intervalMs,
      timeoutMs: spec.timeouts.kubeletHealthCheck,
    },
  ];
}

/** Only on a control plane the kubelet asks an API server that comes up after it. */
function hurry(spec: JoinSpec, certificate: string): readonly Effect[] {
  if (!spec.controlPlane) return [];
  return [
    {
      kind: 'call',
      id: `${phase}:hurry`,
      why: 'let the kubelet ask for its certificate as soon as its API server is up',
      group: phase,
      operation: 'kubelet-hurry',
      input: { bootstrap: { kubeconfig: kubeletBootstrapKubeconfig }, certificate, limitMs: hurryMs },
    },
  ];
}

/**
 * The kubelet writes its kubeconfig before it has asked for a certificate, so the certificate is what is waited for. When
 * its Node is there, the node has joined in the eyes of the cluster too.
 */
function waitForCertificate({ spec }: PhaseContext<JoinSpec>): readonly Effect[] {
  const path = rotatedCertificate(spec);
  return [
    ...hurry(spec, path),
    {
      kind: 'await',
      id: `${phase}:certificate`,
      group: phase,
      why: 'wait for the kubelet to perform the TLS Bootstrap',
      probe: { kind: 'file', component: 'kubelet', path },
      intervalMs,
      timeoutMs: spec.timeouts.tlsBootstrap,
      ifLate: unsigned,
    },
    {
      kind: 'call',
      id: `${phase}:node`,
      why: `see that node ${spec.nodeRegistration.name} is registered`,
      operation: 'node-registered',
      input: { via: { kubeconfig: kubeletKubeconfig }, node: spec.nodeRegistration.name },
    },
    ...runtimeSocketAnnotation(phase, spec, { kubeconfig: kubeletKubeconfig }),
    {
      kind: 'remove',
      id: `${phase}:bootstrap-kubeconfig`,
      why: 'the kubelet has a kubeconfig of its own now',
      path: kubeletBootstrapKubeconfig,
      what: 'bootstrap kubeconfig of the kubelet',
    },
  ];
}

/** Waits until the kubelet is healthy and has its certificate, and takes the bootstrap kubeconfig away. */
export const kubeletWaitBootstrap: Phase<JoinSpec> = {
  name: phase,
  short: 'Wait until the kubelet has its certificate',
  example: '{{program}} join phase kubelet-wait-bootstrap --config kubeadm.yaml',
  flags: ['config', 'cri-socket', 'dry-run'],
  reads: ['node-name', 'cri-socket', 'cluster'],
  looks: () => [{ kind: 'file', path: kubeletConfigFile }],
  steps: [(context) => ({ effects: [...waitForKubelet(context), ...waitForCertificate(context)] })],
};
