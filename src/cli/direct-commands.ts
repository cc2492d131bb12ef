import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { addFlags, type FlagValues } from './flag-option.ts';
import { configKubeconfig, type Flag, globalFlags, imagesOutput, requestCertDir, runFlags } from './flags.ts';
import { setExample } from './help-text.ts';
import type { DirectCommand, DirectInvocation, Invocation } from './invocation.ts';
import { optional, overridesBeside, verbosityOf, workflowInvocation } from './workflow-invocation.ts';

/** What becomes of the commands made here. */
export interface CommandActions {
  readonly leaf: (command: Command, invocation: (values: FlagValues) => Invocation) => void;
  /** A command that only holds others. */
  readonly group: (command: Command) => void;
}

/** One command below `config` or `certs`, or a group of them. */
interface CommandRecord {
  /** Its words; `{{program}}` in texts is the name we were called by. */
  readonly path: string;
  readonly aliases?: readonly string[];
  /** Not shown under the name kubeadm, which has no such command. */
  readonly ours?: true;
  readonly summary: string;
  readonly description?: string;
  readonly example?: string;
  readonly flags: readonly (string | Flag)[];
  /** Absent in a group. */
  readonly invocation?: (values: FlagValues, program: string) => Invocation;
}

const underConfig: readonly (string | Flag)[] = [configKubeconfig, ...globalFlags];
const imageFlags = ['config', 'feature-gates', 'image-repository', 'kubernetes-version'];
const placeholders =
  'What is secret or depends on a machine, such as the token "abcdef.0123456789abcdef", is a placeholder that is well formed and useless.';

const commands: readonly CommandRecord[] = [
  {
    path: 'config',
    summary: 'Look at configuration files and convert them',
    description:
      'Prints, checks and converts configuration files, and lists and pulls the images that a configuration needs. The configuration of a running cluster lies in the ConfigMap "kubeadm-config" in the namespace kube-system.',
    flags: underConfig,
  },
  {
    path: 'config print',
    summary: 'Print default configurations',
    description: 'Prints the default configuration of a command.',
    flags: underConfig,
  },
  printCommand('init', ['component-configs']),
  printCommand('join'),
  printCommand('reset'),
  printCommand('upgrade'),
  {
    path: 'config validate',
    summary: 'Check a configuration file and tell everything that is wrong with it',
    description:
      'Checks every document of a file: unknown kinds, versions and fields are errors, and so are values that cannot work. Prints "ok" when there are none.',
    flags: ['config', 'allow-deprecated-api', 'allow-experimental-api', 'output', ...underConfig],
    invocation: direct('config validate', (values) => mandatory(values, 'config')),
  },
  {
    path: 'config migrate',
    summary: 'Convert a configuration file to the newest API version',
    description:
      'Reads a file of any API version that is still read, fills in all defaults and writes it as kubeadm.k8s.io/v1beta4. Nothing in a cluster is touched. Values that the file leaves to the machine (node name, address, token, version) come out as they would be used on this one.',
    flags: ['old-config', 'new-config', 'allow-experimental-api', 'output', ...underConfig],
    invocation: direct('config migrate', (values) => mandatory(values, 'old-config')),
  },
  {
    path: 'config images',
    summary: 'List or pull the images of a control plane',
    flags: underConfig,
  },
  {
    path: 'config images list',
    summary: 'List the images that a control plane needs',
    description: 'Lists the images that a control plane with this configuration needs.',
    flags: [...imageFlags, imagesOutput, 'allow-missing-template-keys', 'show-managed-fields', ...underConfig],
    invocation: direct('config images list', judgeImagesOutput),
  },
  {
    path: 'config images pull',
    summary: 'Pull the images that a control plane needs',
    description: 'Pulls the images that a control plane with this configuration needs, through the container runtime.',
    flags: [...imageFlags, 'cri-socket', ...runFlags, ...underConfig],
    invocation: (values, program) =>
      workflowInvocation('config images pull', { kind: 'all' }, withoutKubeconfig(values), program, 'drop'),
  },
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
    path: 'status',
    ours: true,
    summary: 'Show how this node and its cluster are',
    description:
      'Shows the components of this node with their versions and health, its certificates by expiry, the members of etcd, runs that have not ended well, and what is wrong. Looks only, and needs no API server.',
    flags: ['output', ...globalFlags],
    invocation: direct('status'),
  },
];

/** Adds `config`, `certs`, `status` with all below them. */
export function addDirectCommands(root: Command, actions: CommandActions): void {
  const made = new Map<string, Command>([['', root]]);
  for (const { path, aliases, ours, summary, description, example, flags, invocation } of commands) {
    const words = path.split(' ');
    const named = (text: string): string => text.replaceAll('{{program}}', root.name());
    const command = made
      .get(words.slice(0, -1).join(' '))!
      .command(words.at(-1)!, { hidden: ours === true && root.name() === 'kubeadm' })
      .summary(summary)
      .description(named(description ?? `${summary}.`));
    if (aliases !== undefined) command.aliases(aliases);
    if (example !== undefined) setExample(command, `  ${named(example)}`);
    addFlags(command, flags);
    if (invocation === undefined) actions.group(command);
    else actions.leaf(command, (values) => invocation(values, root.name()));
    made.set(path, command);
  }
}

function printCommand(kind: 'init' | 'join' | 'reset' | 'upgrade', flags: readonly string[] = []): CommandRecord {
  const path = `config print ${kind}-defaults` as const;
  return {
    path,
    summary: `Print the default configuration of "${kind}"`,
    description: `Prints the default configuration of "${kind}".\n\n${placeholders}`,
    flags: [...flags, 'output', ...underConfig],
    invocation: direct(path, judgeComponents),
  };
}

function direct(command: DirectCommand, judge: (values: FlagValues) => void = () => {}) {
  return (values: FlagValues, program: string): DirectInvocation => {
    judge(values);
    return {
      kind: 'direct',
      command,
      program,
      flags: Object.fromEntries(values),
      ...optional('configFile', (values.get('config') as string | undefined) || undefined),
      ...overridesBeside(withoutKubeconfig(values), 'drop'),
      output: (values.get('output') ?? 'text') as DirectInvocation['output'],
      verbosity: verbosityOf(values),
      ...optional('rootfs', (values.get('rootfs') as string | undefined) || undefined),
    };
  };
}

/** Nothing below `config` asks a cluster. */
function withoutKubeconfig(values: FlagValues): FlagValues {
  return new Map([...values].filter(([name]) => name !== 'kubeconfig'));
}

function mandatory(values: FlagValues, name: string): void {
  if (!values.get(name)) throw new UsageError(`the flag --${name} is mandatory`);
}

const ownForms = ['text', 'json', 'yaml'];
/** Forms of kubeadm's --output that we do not write. */
const foreignForms =
  /^(?:kyaml|(?:go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file)(?:=.*)?)$/s;

function judgeImagesOutput(values: FlagValues): void {
  const form = (values.get('output') ?? 'text') as string;
  if (ownForms.includes(form)) return;
  const hint = `take one of ${ownForms.join(', ')}`;
  if (!foreignForms.test(form)) throw new UsageError(`there is no output format ${JSON.stringify(form)}`, { hint });
  const name = form.split('=')[0];
  throw new UsageError(`the output format ${name} of kubeadm is not supported yet`, {
    hint: `${hint}; programs such as jq pick what they want from json`,
  });
}

const components = ['KubeProxyConfiguration', 'KubeletConfiguration'];

function judgeComponents(values: FlagValues): void {
  const wanted = (values.get('component-configs') ?? []) as readonly string[];
  const unknown = wanted.filter((name) => !components.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(`--component-configs: there is no component configuration ${JSON.stringify(unknown[0])}`, {
    hint: `take some of ${components.join(', ')}`,
  });
}
