import { parseKubeconfig, withRotatedClientCertificate } from '../../pki/kubeconfig.ts';
import { secretText } from '../../plan/artifact.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { Secret } from '../../plan/secret.ts';
import type { InitSpec } from '../../spec/types.ts';
import { rotatedCertificate } from '../rotated-certificate.ts';

const phase = 'kubelet-finalize/enable-client-cert-rotation';

function kubeletConf(spec: InitSpec): string {
  return `${spec.options.kubeconfigDir}/kubelet.conf`;
}

function plan({ spec, facts }: PhaseContext<InitSpec>): Plan {
  const path = kubeletConf(spec);
  const pem = rotatedCertificate(spec);
  const fact = fileFact(facts, path);
  // Without the file the kubelet has not asked for a certificate of its own: nothing is to be done (kubeadm 1.36.3).
  if (fileFact(facts, pem).state !== 'present' || fact.state !== 'present') return { effects: [] };
  const config = parseKubeconfig(fact.text.reveal());
  if (config.value === undefined) return { effects: [], refusals: [`${path}: ${config.problem}`] };
  const content = withRotatedClientCertificate(config.value, pem);
  return {
    effects: [
      {
        kind: 'write',
        id: `${phase}:write`,
        why: 'let the kubelet use the client certificate that it renews by itself',
        artifact: {
          what: 'kubelet.conf with the rotated client certificate',
          files: [{ path, mode: 0o600, content: secretText(new Secret(content, 'kubelet.conf')) }],
          sameWhen: 'bytes',
          directoryMode: 0o755,
        },
      },
      {
        // Also when the file is as it should be: a run may have been killed between the two (kubeadm: always, 1.36.3).
        kind: 'call',
        id: `${phase}:restart`,
        why: 'let the kubelet read its changed kubeconfig',
        operation: 'kubelet-restart',
        input: {},
      },
    ],
  };
}

const flags = ['cert-dir', 'config', 'dry-run'];

/** After the control plane runs: what the kubelet could not have before. */
export const kubeletFinalize: Phase<InitSpec> = {
  name: 'kubelet-finalize',
  short: 'Update the kubelet once the control plane runs',
  all: { short: 'Run all kubelet-finalize phases', flags },
  children: [
    {
      name: 'enable-client-cert-rotation',
      short: 'Let kubelet.conf point to the client certificate that the kubelet rotates',
      flags,
      looks: (spec) => [
        { kind: 'file', path: kubeletConf(spec) },
        { kind: 'file', path: rotatedCertificate(spec) },
      ],
      steps: [plan],
    },
  ],
};
