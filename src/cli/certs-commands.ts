import type { Selection } from '../plan/select.ts';
import { type CommandRecord, direct, judgeForm } from './direct-record.ts';
import { globalFlags, imagesOutput, requestCertDir, runFlags } from './flags.ts';
import { workflowInvocation } from './workflow-invocation.ts';

/** What can be renewed, in kubeadm's order; the phases of the workflow have the same names. */
export const renewableNames: readonly string[] = [
  'admin.conf',
  'apiserver',
  'apiserver-etcd-client',
  'apiserver-kubelet-client',
  'controller-manager.conf',
  'etcd-healthcheck-client',
  'etcd-peer',
  'etcd-server',
  'front-proxy-client',
  'scheduler.conf',
  'super-admin.conf',
];

const renewFlags = ['cert-dir', 'config', 'dry-run', 'kubeconfig', ...runFlags, ...globalFlags];
const renewal =
  'It does not matter how long the old certificate would have lasted. Its names are kept as they are; key and period are new. The CA has to be on this machine with its key; what an external CA signs is passed over. The component that uses the certificate takes the new one up when it is started again.';

function renewCommand(name: string, summary: string, selection: Selection): CommandRecord {
  return {
    path: `certs renew ${name}`,
    summary,
    description: `${summary}.\n\n${renewal}`,
    flags: renewFlags,
    invocation: (values, program) => workflowInvocation('certs renew', selection, values, program, 'drop'),
  };
}

/** `certs` and all below it. */
export const certsCommands: readonly CommandRecord[] = [
  {
    path: 'certs',
    aliases: ['certificates'],
    summary: 'Work with certificates and their keys',
    flags: globalFlags,
  },
  {
    path: 'certs certificate-key',
    summary: 'Print a new key that encrypts uploaded certificates',
    description:
      'Prints a random key that "init" takes as --certificate-key. "{{program}} init --upload-certs" without a key makes and prints one itself.',
    flags: ['output', ...globalFlags],
    invocation: direct('certs certificate-key'),
  },
  {
    path: 'certs generate-csr',
    summary: 'Make keys and certificate signing requests for an external CA',
    description:
      'Makes the key and a certificate signing request (CSR) of every certificate that a control plane needs, and kubeconfig files that lack only their certificate, each with a CSR beside it. Have the CSRs signed by your CA; put each certificate beside its key, with .crt at the end, and those of kubeconfig files into them as client-certificate-data, in base64. Nothing that is there already is overwritten.',
    example: '{{program}} certs generate-csr --kubeconfig-dir /tmp/etc-k8s --cert-dir /tmp/etc-k8s/pki',
    flags: [requestCertDir, 'config', 'kubeconfig-dir', ...runFlags, ...globalFlags],
    invocation: (values, program) =>
      workflowInvocation('certs generate-csr', { kind: 'all' }, values, program, 'override'),
  },
  {
    path: 'certs check-expiration',
    summary: 'Show until when the certificates of this node are valid',
    description:
      'Shows the certificates of this node and their CAs with the days on which they end. The folder comes from the configuration that is stored in the cluster; when that cannot be read, the default one is looked at, so it works with the API server down.',
    flags: [
      'cert-dir',
      'config',
      'kubeconfig',
      imagesOutput,
      'allow-missing-template-keys',
      'show-managed-fields',
      ...globalFlags,
    ],
    invocation: direct('certs check-expiration', judgeForm),
  },
  {
    path: 'certs renew',
    summary: 'Renew certificates of this node',
    description: `Renews certificates of this node, one or all.\n\n${renewal}`,
    flags: globalFlags,
  },
  ...renewableNames.map((name) =>
    renewCommand(name, `Renew the certificate ${name.endsWith('.conf') ? 'in ' : ''}${name}`, {
      kind: 'phase',
      path: `renew/${name}`,
    }),
  ),
  renewCommand('all', 'Renew every certificate that can be renewed here', { kind: 'all' }),
];
