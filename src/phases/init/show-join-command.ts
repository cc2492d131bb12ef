import { authorityLooks } from '../../pki/authority.ts';
import { pinOf } from '../../pki/ca-hash.ts';
import { certificateNamed, certificatePaths } from '../../pki/cert-list.ts';
import { factText } from '../../pki/fact-text.ts';
import { readCertificateFile } from '../../pki/read.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Note, Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { controlPlaneHostPort } from '../../spec/endpoint.ts';
import type { InitSpec } from '../../spec/types.ts';
import { knownTokens } from '../bootstrap-tokens.ts';
import { certificateKey } from '../certificate-key.ts';

const withheld = '<value withheld>';

interface JoinWords {
  readonly program: string;
  readonly endpoint: string;
  readonly token: string;
  readonly pins: readonly string[];
}

/** Scripts cut this block out of our output: line breaks, tabs and blanks are kubeadm's (1.36.3). */
function joinCommand({ program, endpoint, token, pins }: JoinWords, controlPlane: string): string {
  const hashes = pins.map((pin) => `--discovery-token-ca-cert-hash ${pin} `).join('');
  return `${program} join ${endpoint} --token ${token} \\\n\t${hashes}${controlPlane}`;
}

function pins({ spec, facts }: PhaseContext<InitSpec>): readonly string[] {
  const text = factText(fileFact(facts, certificatePaths(certificateNamed('ca'), spec).certificate));
  const file = text === undefined ? undefined : readCertificateFile(text).value;
  if (file === undefined) return ['sha256:(known once the CA is made)'];
  return [file.certificate, ...file.others].map(pinOf);
}

/** Everything after the success sentence: how to use the cluster and how to grow it. */
function closingText(context: PhaseContext<InitSpec>, shown: { readonly token: string; readonly key: string }): string {
  const { spec } = context;
  const { program } = spec.options;
  const words: JoinWords = { program, endpoint: controlPlaneHostPort(spec), token: shown.token, pins: pins(context) };
  const admin = spec.options.kubeconfig;
  const uploaded = `A further control-plane node joins when you run this on it as root:

  ${joinCommand(words, `\\\n\t--control-plane --certificate-key ${shown.key}`)}

Take care: the certificate key opens the keys of this cluster. Keep it secret!
The uploaded certificates are deleted after two hours; this uploads them again:
"${program} init phase upload-certs --upload-certs"
`;
  const copied = `A further control-plane node joins when the CA certificates and keys and the service account
keys of this node have been copied to it and you run this on it as root:

  ${joinCommand(words, '\\\n\t--control-plane ')}
`;
  return `
The control plane on this node has initialized successfully!

To use the cluster as a regular user, run:

  mkdir -p $HOME/.kube
  sudo cp -i ${admin} $HOME/.kube/config
  sudo chown $(id -u):$(id -g) $HOME/.kube/config

As root you can do with:

  export KUBECONFIG=${admin}

Pods need a network; install one of your choice:

  kubectl apply -f [podnetwork].yaml

Possible choices: https://kubernetes.io/docs/concepts/cluster-administration/addons/

${spec.cluster.controlPlaneEndpoint === '' ? '' : `${spec.options.uploadCerts ? uploaded : copied}\n`}Any number of worker nodes can join when you run this on each of them as root:

${joinCommand(words, '')}
`;
}

function plan(context: PhaseContext<InitSpec>): Plan {
  const { spec, secrets } = context;
  const token = knownTokens(spec, secrets)[0]?.token.reveal() ?? withheld;
  const key = certificateKey(spec, secrets).reveal();
  const note: Note = {
    level: 'output',
    text: closingText(context, {
      token: spec.options.skipTokenPrint ? withheld : token,
      key: spec.options.skipCertificateKeyPrint ? withheld : key,
    }),
    publicText: closingText(context, { token: withheld, key: withheld }),
  };
  return { effects: [], notes: [note] };
}

/** The last words of `init`. */
export const showJoinCommand: Phase<InitSpec> = {
  name: 'show-join-command',
  short: 'Show how further nodes join',
  dependsOn: ['bootstrap-token', 'upload-certs'],
  notAlone: 'it needs what the phases bootstrap-token and upload-certs of the same run make',
  reads: ['advertise-address'],
  looks: (spec) => authorityLooks('ca', spec),
  steps: [plan],
};
