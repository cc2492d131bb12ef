/**
 * Every flag once. The parser, the help, the rule about `--config` and the overrides of the configuration are derived
 * from these records; commands and phases refer to flags by name.
 */
import { gateLines } from '../spec/known-gates.ts';

/** How a value is written on the command line; see flag-value.ts for what becomes of it. */
export type FlagType =
  | 'string'
  | 'int'
  | 'int32'
  | 'bool'
  | 'strings'
  | 'duration'
  | 'gates'
  | 'args'
  | 'level'
  | 'modules';

export interface Flag {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: FlagType;
  /** As shown in the help; what really applies without the flag is decided where the value is used. */
  readonly default?: string;
  readonly help: string;
  /** Allowed values of a string. */
  readonly choices?: readonly string[];
  /**
   * What the flag sets: a field path below `ClusterConfiguration` or `InitConfiguration`, or below `options` for what no
   * document holds. Flags without it mean something to the command itself.
   */
  readonly binding?: string;
  /** Allowed together with --config although it is bound to a document. */
  readonly besideConfig?: boolean;
  /** Accepted but not shown. */
  readonly hidden?: boolean;
  /** What to use instead; said on each use. */
  readonly deprecated?: string;
  /** Given to a command for all below it; their help has it among the global flags. */
  readonly persistent?: boolean;
}

const table: readonly Flag[] = [
  {
    name: 'allow-deprecated-api',
    type: 'bool',
    help: 'Take deprecated API versions without a warning.',
  },
  {
    name: 'allow-experimental-api',
    type: 'bool',
    help: 'Take API versions that are not released yet.',
  },
  {
    name: 'allow-experimental-upgrades',
    type: 'bool',
    help: 'Take versions that are not released yet: alpha, beta, release candidate.',
    binding: 'UpgradeConfiguration.apply.allowExperimentalUpgrades',
  },
  {
    name: 'allow-missing-template-keys',
    type: 'bool',
    default: 'true',
    help: 'Accepted for compatibility and without effect: there is no output by templates.',
  },
  {
    name: 'allow-release-candidate-upgrades',
    type: 'bool',
    help: 'Take release candidates.',
    binding: 'UpgradeConfiguration.apply.allowRCUpgrades',
  },
  {
    name: 'apiserver-advertise-address',
    type: 'string',
    help: 'IP address under which the API server of this node announces itself. Without it, the address of the interface with the default route.',
    binding: 'InitConfiguration.localAPIEndpoint.advertiseAddress',
  },
  {
    name: 'apiserver-bind-port',
    type: 'int32',
    default: '6443',
    help: 'Port the API server of this node listens on.',
    binding: 'InitConfiguration.localAPIEndpoint.bindPort',
  },
  {
    name: 'apiserver-cert-extra-sans',
    type: 'strings',
    help: 'More names and IP addresses for the serving certificate of the API server.',
    binding: 'ClusterConfiguration.apiServer.certSANs',
  },
  {
    name: 'apiserver-extra-args',
    type: 'args',
    help: 'More arguments for the API server, as name=value pairs.',
    binding: 'ClusterConfiguration.apiServer.extraArgs',
    hidden: true,
    deprecated: 'set ClusterConfiguration.apiServer.extraArgs in a file given with --config',
  },
  {
    name: 'cert-dir',
    type: 'string',
    default: '/etc/kubernetes/pki',
    help: 'Folder of the certificates and keys.',
    binding: 'ClusterConfiguration.certificatesDir',
  },
  {
    name: 'certificate-key',
    type: 'string',
    help: 'Key (64 hexadecimal digits, an AES key of 32 bytes) that encrypts the certificates uploaded to the kubeadm-certs Secret. Without it, a random one.',
    binding: 'InitConfiguration.certificateKey',
  },
  {
    name: 'certificate-renewal',
    type: 'bool',
    default: 'true',
    help: 'Renew the certificates of components that change.',
    binding: 'UpgradeConfiguration.apply.certificateRenewal',
  },
  {
    name: 'cleanup-tmp-dir',
    type: 'bool',
    help: 'Empty /etc/kubernetes/tmp as well, where backups of upgrades and dry runs lie.',
  },
  {
    name: 'client-name',
    type: 'string',
    help: 'Name of the user, and common name of its client certificate.',
  },
  {
    name: 'color',
    type: 'string',
    default: 'auto',
    choices: ['auto', 'always', 'never'],
    help: 'Colour in text: always, never, or auto (in a terminal, unless NO_COLOR is set).',
  },
  {
    name: 'component-configs',
    type: 'strings',
    help: 'Component configurations to print as well: KubeProxyConfiguration, KubeletConfiguration.',
  },
  {
    name: 'config',
    type: 'string',
    help: 'File with the configuration documents.',
  },
  {
    name: 'context-lines',
    shorthand: 'c',
    type: 'int',
    default: '3',
    help: 'How many lines to show around each difference.',
    binding: 'UpgradeConfiguration.diff.contextLines',
  },
  {
    name: 'control-plane',
    type: 'bool',
    help: 'Make this node a control plane, not a worker.',
  },
  {
    name: 'control-plane-endpoint',
    type: 'string',
    help: 'Lasting name or IP address of the whole control plane, with or without a port.',
    binding: 'ClusterConfiguration.controlPlaneEndpoint',
  },
  {
    name: 'controller-manager-extra-args',
    type: 'args',
    help: 'More arguments for the controller manager, as name=value pairs.',
    binding: 'ClusterConfiguration.controllerManager.extraArgs',
    hidden: true,
    deprecated: 'set ClusterConfiguration.controllerManager.extraArgs in a file given with --config',
  },
  {
    name: 'cri-socket',
    type: 'string',
    help: 'Socket of the container runtime. Needed only when several runtimes are installed or the socket lies in an unusual place; otherwise it is found.',
    binding: 'InitConfiguration.nodeRegistration.criSocket',
  },
  {
    name: 'discovery-file',
    type: 'string',
    help: 'Kubeconfig that tells where the cluster is and whom to trust: a path or an https URL.',
  },
  {
    name: 'discovery-token',
    type: 'string',
    help: 'Bootstrap token that proves that what the cluster tells of itself is genuine.',
  },
  {
    name: 'discovery-token-ca-cert-hash',
    type: 'strings',
    help: 'Pin of the public key of the cluster CA, as "sha256:<hex>". May be given several times; one of them must fit.',
  },
  {
    name: 'discovery-token-unsafe-skip-ca-verification',
    type: 'bool',
    help: 'Join by token without a pin. Whoever knows the token can then pose as the cluster.',
  },
  {
    name: 'description',
    type: 'string',
    help: 'What the token is for, in words.',
    binding: 'InitConfiguration.bootstrapTokens[0].description',
  },
  {
    name: 'dry-run',
    type: 'bool',
    help: 'Show what would be done, with differences, and change nothing.',
  },
  {
    name: 'etcd-upgrade',
    type: 'bool',
    default: 'true',
    help: 'Upgrade the etcd of this node, too.',
    binding: 'UpgradeConfiguration.apply.etcdUpgrade',
  },
  {
    name: 'events',
    type: 'string',
    help: 'Write what happens, as it happens, as one JSON object a line to this file (- is standard output).',
  },
  {
    name: 'experimental-control-plane',
    type: 'bool',
    help: 'The old name of --control-plane.',
    hidden: true,
    deprecated: 'it is called --control-plane',
  },
  {
    name: 'feature-gates',
    type: 'gates',
    help: ['Feature gates as name=true or name=false, separated by commas:', ...gateLines()].join('\n'),
    binding: 'ClusterConfiguration.featureGates',
  },
  {
    name: 'force',
    shorthand: 'f',
    type: 'bool',
    help: 'Ask nothing, and go on where doubts would stop the command: a reset when nobody can say whether other members of etcd count on the one of this node, an upgrade against a rule about versions that can be bent.',
  },
  {
    name: 'groups',
    type: 'strings',
    default: '[system:bootstrappers:kubeadm:default-node-token]',
    help: 'Groups that the bearer of the token belongs to; their names begin with system:bootstrappers:.',
    binding: 'InitConfiguration.bootstrapTokens[0].groups',
  },
  {
    name: 'help',
    shorthand: 'h',
    type: 'bool',
    help: 'Show this help.',
  },
  {
    name: 'ignore-preflight-errors',
    type: 'strings',
    help: "Checks whose errors are shown as warnings and do not stop the run, for example 'IsPrivilegedUser,Swap'. The value 'all' means every check.",
  },
  {
    name: 'image-repository',
    type: 'string',
    default: 'registry.k8s.io',
    help: 'Registry that the control-plane images come from.',
    binding: 'ClusterConfiguration.imageRepository',
  },
  {
    name: 'kubeconfig',
    type: 'string',
    default: '/etc/kubernetes/admin.conf',
    help: 'Kubeconfig used to talk to the cluster.',
    binding: 'options.kubeconfig',
  },
  {
    name: 'kubeconfig-dir',
    type: 'string',
    default: '/etc/kubernetes',
    help: 'Folder the kubeconfig files are written to.',
    binding: 'options.kubeconfigDir',
  },
  {
    name: 'kubernetes-version',
    type: 'string',
    default: 'stable-1',
    help: 'Kubernetes version of the control plane, or a label such as stable-1 that is looked up.',
    binding: 'ClusterConfiguration.kubernetesVersion',
  },
  {
    name: 'new-config',
    type: 'string',
    help: 'File the converted documents are written to. Without it, standard output.',
  },
  {
    name: 'node-name',
    type: 'string',
    help: 'Name of the Node object. Without it, the host name.',
    binding: 'InitConfiguration.nodeRegistration.name',
    besideConfig: true,
  },
  {
    name: 'old-config',
    type: 'string',
    help: 'File whose documents are to be converted.',
  },
  {
    name: 'org',
    type: 'strings',
    help: 'Organizations in the client certificate: the groups of the user.',
  },
  {
    name: 'output',
    shorthand: 'o',
    type: 'string',
    default: 'text',
    choices: ['text', 'json'],
    help: 'What standard output holds: text, or one json document at the end (text then goes to standard error).',
  },
  {
    name: 'patches',
    type: 'string',
    help: 'Folder with patches, in files named "target[suffix][+patchtype].extension", such as "kube-apiserver0+merge.yaml" or "etcd.json". Targets: kube-apiserver, kube-controller-manager, kube-scheduler, etcd, kubeletconfiguration, corednsdeployment, from 1.37 on also kubeproxydaemonset. Patch types: strategic (when none is named), merge, json. Extensions: json, yaml. Files are applied in the order of their names.',
    binding: 'InitConfiguration.patches.directory',
  },
  {
    name: 'pod-network-cidr',
    type: 'string',
    help: 'Address range of the pod network (two, with a comma, for dual stack). When set, every node is given a part of it.',
    binding: 'ClusterConfiguration.networking.podSubnet',
  },
  {
    name: 'print-config',
    type: 'bool',
    help: 'Print the configuration with which the cluster is upgraded.',
    binding: 'UpgradeConfiguration.apply.printConfig',
  },
  {
    name: 'print-join-command',
    type: 'bool',
    help: 'Print the whole command that joins a node with the token.',
    binding: 'options.printJoinCommand',
  },
  {
    name: 'print-manifest',
    type: 'bool',
    help: 'Print the manifests of the addon instead of installing it.',
    binding: 'options.printManifest',
  },
  {
    name: 'rootfs',
    type: 'string',
    help: 'Act on the system whose root file system lies in this folder.',
  },
  {
    name: 'scheduler-extra-args',
    type: 'args',
    help: 'More arguments for the scheduler, as name=value pairs.',
    binding: 'ClusterConfiguration.scheduler.extraArgs',
    hidden: true,
    deprecated: 'set ClusterConfiguration.scheduler.extraArgs in a file given with --config',
  },
  {
    name: 'secrets-file',
    type: 'string',
    help: 'Write token, certificate key and join configurations to this file (mode 0600), and nowhere else.',
  },
  {
    name: 'service-cidr',
    type: 'string',
    default: '10.96.0.0/12',
    help: 'Address range of Services (two, with a comma, for dual stack).',
    binding: 'ClusterConfiguration.networking.serviceSubnet',
  },
  {
    name: 'service-dns-domain',
    type: 'string',
    default: 'cluster.local',
    help: 'DNS suffix of Services.',
    binding: 'ClusterConfiguration.networking.dnsDomain',
  },
  {
    name: 'show-managed-fields',
    type: 'bool',
    help: 'Accepted for compatibility and without effect: nothing that is printed has such fields.',
  },
  {
    name: 'skip-certificate-key-print',
    type: 'bool',
    help: 'Keep the certificate key out of what is printed.',
    binding: 'options.skipCertificateKeyPrint',
  },
  {
    name: 'skip-phases',
    type: 'strings',
    help: 'Phases to leave out, such as addon/kube-proxy. Leaving out a group leaves out all of it.',
  },
  {
    name: 'skip-token-print',
    type: 'bool',
    help: 'Keep the bootstrap token out of what is printed.',
    binding: 'options.skipTokenPrint',
  },
  {
    name: 'success-file',
    type: 'string',
    help: 'Write "success" to this file when, and only when, the command has done all of its work (Cluster API: /run/cluster-api/bootstrap-success.complete).',
  },
  {
    name: 'tls-bootstrap-token',
    type: 'string',
    help: 'Bootstrap token with which the kubelet asks for its certificate. Without it, the one for discovery.',
  },
  {
    name: 'token',
    type: 'string',
    help: 'Bootstrap token with which nodes join, of the form [a-z0-9]{6}.[a-z0-9]{16}. Without it, a random one.',
    binding: 'InitConfiguration.bootstrapTokens[0].token',
  },
  {
    name: 'token-ttl',
    type: 'duration',
    default: '24h0m0s',
    help: 'How long the bootstrap token lives (30m, 24h); 0 means for ever.',
    binding: 'InitConfiguration.bootstrapTokens[0].ttl',
  },
  {
    name: 'ttl',
    type: 'duration',
    default: '24h0m0s',
    help: 'How long the token lives (30m, 24h); 0 means for ever.',
    binding: 'InitConfiguration.bootstrapTokens[0].ttl',
  },
  {
    name: 'upload-certs',
    type: 'bool',
    help: 'Store the certificates that further control-plane nodes need, encrypted, in the kubeadm-certs Secret.',
    binding: 'options.uploadCerts',
  },
  {
    name: 'usages',
    type: 'strings',
    default: '[signing,authentication]',
    help: 'What the token may be used for: signing, authentication.',
    binding: 'InitConfiguration.bootstrapTokens[0].usages',
  },
  {
    name: 'validity-period',
    type: 'duration',
    default: '8760h0m0s',
    help: 'How long the client certificate is valid from now on.',
  },
  {
    name: 'v',
    shorthand: 'v',
    type: 'level',
    help: 'How much to say about inner workings, as a number; from 5 on, errors come with a stack trace.',
  },
  {
    name: 'vmodule',
    type: 'modules',
    help: 'Accepted for compatibility (pattern=N, separated by commas) and without effect.',
  },
  {
    name: 'yes',
    shorthand: 'y',
    type: 'bool',
    help: 'Do not ask whether to go on.',
    binding: 'options.yes',
  },
];

/** `version` has an --output of its own, with kubeadm's values. */
export const versionOutput: Flag = {
  name: 'output',
  shorthand: 'o',
  type: 'string',
  choices: ['', 'short', 'json', 'yaml'],
  help: 'Form of the output: short, json or yaml. Without it, one line.',
};

/** `config images list` has kubeadm's --output; which of its forms we can write is judged where they are written. */
export const imagesOutput: Flag = {
  name: 'output',
  shorthand: 'o',
  type: 'string',
  default: 'text',
  help: 'Form of the output: text, json or yaml.',
};

/** On `token` and all below it: without the flag, the usual places are looked at. */
export const tokenKubeconfig: Flag = {
  ...flagIn(table, 'kubeconfig'),
  persistent: true,
  help: 'Kubeconfig used to talk to the cluster. Without it, the first that is there of those in $KUBECONFIG, ~/.kube/config and admin.conf.',
};

/** `kubeconfig user` has a token of any form. */
export const userToken: Flag = {
  name: 'token',
  type: 'string',
  help: 'Token with which the user proves who it is, in place of a client certificate.',
};

/** `token create` takes the key for the command that it prints. */
export const joinCertificateKey: Flag = {
  name: 'certificate-key',
  type: 'string',
  help: 'With --print-join-command: make it the command of a control-plane node, with this key of the uploaded certificates. "init phase upload-certs --upload-certs" makes a new key.',
  binding: 'InitConfiguration.certificateKey',
};

/** On `config` and all below it: accepted for compatibility, nothing there asks a cluster. */
export const configKubeconfig: Flag = { ...flagIn(table, 'kubeconfig'), persistent: true };

/** `certs generate-csr` takes the folder from the configuration when none is given. */
export const requestCertDir: Flag = {
  name: 'cert-dir',
  type: 'string',
  help: 'Folder the keys and certificate signing requests are written to. Without it, the one that the configuration names.',
  binding: 'ClusterConfiguration.certificatesDir',
};

const byName: ReadonlyMap<string, Flag> = new Map(table.map((flag) => [flag.name, flag]));

function flagIn(flags: readonly Flag[], name: string): Flag {
  return flags.find((flag) => flag.name === name)!;
}

/** The record of a flag; a name that is not in the table is our own mistake. */
export function flagNamed(name: string): Flag {
  const flag = byName.get(name);
  if (flag === undefined) throw new Error(`no flag is called ${name}`);
  return flag;
}

/** The record of a flag, if there is one of that name on any command. */
export function findFlag(name: string): Flag | undefined {
  return byName.get(name);
}

/** On every command. */
export const globalFlags: readonly string[] = ['help', 'rootfs', 'v', 'vmodule'];

/** Ours, on every command that runs phases. */
export const runFlags: readonly string[] = ['color', 'events', 'output'];

/** The flags of `init` itself. */
export const initFlags: readonly string[] = [
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'apiserver-cert-extra-sans',
  'cert-dir',
  'certificate-key',
  'config',
  'control-plane-endpoint',
  'cri-socket',
  'dry-run',
  'feature-gates',
  'ignore-preflight-errors',
  'image-repository',
  'kubernetes-version',
  'node-name',
  'patches',
  'pod-network-cidr',
  'secrets-file',
  'service-cidr',
  'service-dns-domain',
  'skip-certificate-key-print',
  'skip-phases',
  'skip-token-print',
  'success-file',
  'token',
  'token-ttl',
  'upload-certs',
];

/** The flags of `join` itself. */
export const joinFlags: readonly string[] = [
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'certificate-key',
  'config',
  'control-plane',
  'cri-socket',
  'discovery-file',
  'discovery-token',
  'discovery-token-ca-cert-hash',
  'discovery-token-unsafe-skip-ca-verification',
  'dry-run',
  'experimental-control-plane',
  'ignore-preflight-errors',
  'node-name',
  'patches',
  'skip-phases',
  'tls-bootstrap-token',
  'token',
];

/** The flags of `reset` itself. */
export const resetFlags: readonly string[] = [
  'cert-dir',
  'cleanup-tmp-dir',
  'config',
  'cri-socket',
  'dry-run',
  'force',
  'ignore-preflight-errors',
  'kubeconfig',
  'skip-phases',
];

/** The flags of `upgrade apply` itself. */
export const upgradeApplyFlags: readonly string[] = [
  'allow-experimental-upgrades',
  'allow-release-candidate-upgrades',
  'certificate-renewal',
  'config',
  'dry-run',
  'etcd-upgrade',
  'force',
  'ignore-preflight-errors',
  'kubeconfig',
  'patches',
  'print-config',
  'skip-phases',
  'yes',
];

/** The flags of `upgrade node` itself. */
export const upgradeNodeFlags: readonly string[] = [
  'certificate-renewal',
  'config',
  'dry-run',
  'etcd-upgrade',
  'ignore-preflight-errors',
  'kubeconfig',
  'patches',
  'skip-phases',
];

/**
 * True when the flag sets something that a document given with --config could set, so that both may not be given.
 * @param binding where the flag goes in the command at hand
 */
export function excludedByConfig(flag: Flag, binding: string | undefined): boolean {
  return flag.besideConfig !== true && binding !== undefined && !binding.startsWith('options.');
}
