import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { certsCommands } from './certs-commands.ts';
import { type CommandRecord, direct, judgeForm, mandatory } from './direct-record.ts';
import { addFlags, type FlagValues } from './flag-option.ts';
import { configKubeconfig, type Flag, globalFlags, imagesOutput, runFlags } from './flags.ts';
import { setArgument, setExample } from './help-text.ts';
import type { Invocation } from './invocation.ts';
import { kubeconfigCommands } from './kubeconfig-commands.ts';
import { tokenCommands } from './token-commands.ts';
import { workflowInvocation } from './workflow-invocation.ts';

/** What becomes of the commands made here. */
export interface CommandActions {
  readonly leaf: (command: Command, invocation: (values: FlagValues) => Invocation) => void;
  /** A command that only holds others. */
  readonly group: (command: Command) => void;
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
    invocation: direct('config images list', judgeForm),
  },
  {
    path: 'config images pull',
    summary: 'Pull the images that a control plane needs',
    description: 'Pulls the images that a control plane with this configuration needs, through the container runtime.',
    flags: [...imageFlags, 'cri-socket', ...runFlags, ...underConfig],
    invocation: (values, program) =>
      workflowInvocation('config images pull', { kind: 'all' }, withoutKubeconfig(values), program, 'drop'),
  },
  ...certsCommands,
  ...kubeconfigCommands,
  ...tokenCommands,
  {
    path: 'upgrade',
    summary: 'Upgrade a cluster to a newer version',
    description:
      'Upgrades a cluster from one minor version to the next, node by node: "upgrade apply" on the first control plane, then "upgrade node" on every other node.',
    flags: globalFlags,
  },
  {
    path: 'upgrade plan',
    summary: 'Show to which versions the cluster can be upgraded',
    description:
      'Shows to which versions the cluster can be upgraded, or what an upgrade to [version] would bring: every component on every node with its version now and then. Runs the checks of "upgrade apply" and changes nothing. Without a network, the versions are those that this program knows.',
    argument: { name: 'version' },
    flags: [
      'allow-experimental-upgrades',
      'allow-missing-template-keys',
      'allow-release-candidate-upgrades',
      'config',
      'etcd-upgrade',
      'ignore-preflight-errors',
      'kubeconfig',
      imagesOutput,
      'print-config',
      'show-managed-fields',
      ...globalFlags,
    ],
    invocation: direct('upgrade plan', judgeForm, 'refuse', {
      'allow-experimental-upgrades': 'UpgradeConfiguration.plan.allowExperimentalUpgrades',
      'allow-release-candidate-upgrades': 'UpgradeConfiguration.plan.allowRCUpgrades',
      'etcd-upgrade': 'UpgradeConfiguration.plan.etcdUpgrade',
      'print-config': 'UpgradeConfiguration.plan.printConfig',
    }),
  },
  {
    path: 'upgrade diff',
    summary: 'Show how the static Pod manifests of this node would change',
    description:
      'Shows, as a unified diff, how an upgrade to [version] would change the manifests of API server, controller manager and scheduler on this node, by the configuration that the cluster has stored. Without a version: how they differ from what that configuration makes of them today. "{{program}} upgrade apply --dry-run" shows everything that an upgrade does.',
    argument: { name: 'version' },
    flags: ['config', 'context-lines', 'kubeconfig', ...globalFlags],
    invocation: direct('upgrade diff', () => {}, 'refuse'),
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

/** The names of the commands at the top that are added here. */
export const directCommandNames: readonly string[] = commands
  .map(({ path }) => path)
  .filter((path) => !path.includes(' '));

/**
 * Adds `config`, `certs`, `status` with all below them.
 * @param argv what was typed: most starts are about one command, and the others get no more than their names
 */
export function addDirectCommands(root: Command, argv: readonly string[], actions: CommandActions): void {
  const made = new Map<string, Command>([['', root]]);
  const isAsked = ({ path, aliases = [] }: CommandRecord): boolean =>
    [path, ...aliases].some((name) => argv.includes(name));
  const asked = new Set(commands.filter(isAsked).map(({ path }) => path));
  for (const { path, aliases, argument, ours, summary, description, example, flags, invocation } of commands) {
    const words = path.split(' ');
    const isWanted = asked.has(words[0]!);
    if (!isWanted && words.length > 1) continue;
    const named = (text: string): string => text.replaceAll('{{program}}', root.name());
    const command = made
      .get(words.slice(0, -1).join(' '))!
      .command(words.at(-1)!, { hidden: ours === true && root.name() === 'kubeadm' })
      .summary(summary)
      .description(named(description ?? `${summary}.`));
    if (aliases !== undefined) command.aliases(aliases);
    made.set(path, command);
    if (!isWanted) continue;
    if (argument !== undefined) setArgument(command, argument.name, argument.several);
    if (example !== undefined) setExample(command, `  ${named(example)}`);
    addFlags(command, flags);
    if (invocation === undefined) actions.group(command);
    else actions.leaf(command, (values) => invocation(values, root.name()));
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

/** Nothing below `config` asks a cluster. */
function withoutKubeconfig(values: FlagValues): FlagValues {
  return new Map([...values].filter(([name]) => name !== 'kubeconfig'));
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
