/** Documents of joining, leaving and upgrading nodes that are refused, one mistake (or one rule) each. */
export interface BadDocument {
  readonly name: string;
  readonly text: string;
  /** `line path: part of the message`, all of them. */
  readonly issues: readonly string[];
  /** Why we refuse what kubeadm takes: it fails later. */
  readonly kubeadmTakesIt?: string;
}

/** A JoinConfiguration; its first line of content is line 3. */
export function join(text: string, version = 'v1beta4'): string {
  return `apiVersion: kubeadm.k8s.io/${version}\nkind: JoinConfiguration\n${text}\n`;
}

/** A ResetConfiguration; its first line of content is line 3. */
export function reset(text: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration\n${text}\n`;
}

/** An UpgradeConfiguration; its first line of content is line 3. */
export function upgrade(text: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: UpgradeConfiguration\n${text}\n`;
}

const tokenParts = 'token: abcdef.0123456789abcdef, unsafeSkipCAVerification: true';
export const discovery = `discovery: {bootstrapToken: {${tokenParts}, apiServerEndpoint: "10.0.0.1:6443"}}`;

/** Discovery with a token and this server; the server stands in line 3. */
function at(server: string): string {
  return join(`discovery: {bootstrapToken: {${tokenParts}, apiServerEndpoint: ${JSON.stringify(server)}}}`);
}

const server = '3 discovery.bootstrapToken.apiServerEndpoint:';

export const badDocuments: readonly BadDocument[] = [
  { name: 'no discovery', text: join(''), issues: ['1 discovery: it is not said how'] },
  { name: 'empty discovery', text: join('discovery: {}'), issues: ['3 discovery: it is not said how'] },
  {
    name: 'discovery by token and file',
    text: join(`${discovery.slice(0, -1)}, file: {kubeConfigPath: https://a/b}}`),
    issues: ['3 discovery.file: with a token or with a file'],
  },
  { name: 'a server that is a URL', text: at('https://a:1'), issues: [`${server} not a URL`] },
  { name: 'a server without a port', text: at('a'), issues: [`${server} not host and port`] },
  { name: 'a bare IPv6 server', text: at('fd00::1'), issues: [`${server} not host and port`] },
  { name: 'no server', text: at(''), issues: [`${server} an API server`] },
  {
    name: 'a port that is no number',
    text: at('a:x'),
    issues: [`${server} not host and port`],
    kubeadmTakesIt: 'no connection can be made',
  },
  {
    name: 'a port that is too large',
    text: at('a:70000'),
    issues: [`${server} between 1 and 65535`],
    kubeadmTakesIt: 'no connection can be made',
  },
  {
    name: 'no token',
    text: join('discovery: {bootstrapToken: {apiServerEndpoint: "a:1", unsafeSkipCAVerification: true}}'),
    issues: ['3 discovery.bootstrapToken.token: a bootstrap token is needed'],
  },
  {
    name: 'bad tokens',
    text: join(`discovery: {bootstrapToken: {token: A, apiServerEndpoint: "a:1", unsafeSkipCAVerification: true},
  tlsBootstrapToken: B}`),
    issues: [
      '3 discovery.bootstrapToken.token: no bootstrap token',
      '4 discovery.tlsBootstrapToken: no bootstrap token',
    ],
  },
  {
    name: 'no hash of the CA',
    text: join('discovery: {bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "a:1"}}'),
    issues: ['3 discovery.bootstrapToken.caCertHashes: impostor'],
  },
  {
    name: 'a hash that is none',
    text: join(
      'discovery: {bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "a:1", caCertHashes: [x]}}',
    ),
    issues: ['3 discovery.bootstrapToken.caCertHashes[0]: no hash'],
    kubeadmTakesIt: 'discovery fails',
  },
  {
    name: 'a discovery URL without TLS',
    text: join('discovery: {file: {kubeConfigPath: "http://a/b"}}'),
    issues: ['3 discovery.file.kubeConfigPath: must begin with https://'],
  },
  {
    name: 'discovery with no file',
    text: join('discovery: {file: {}}'),
    issues: ['3 discovery.file.kubeConfigPath: kubeconfig is needed'],
  },
  {
    name: 'a relative CA path',
    text: join(`${discovery}\ncaCertPath: ca.crt`),
    issues: ['4 caCertPath: cannot be put here'],
  },
  { name: 'a CA path of another kind', text: join(`${discovery}\ncaCertPath: /ca.pem`), issues: ['4 caCertPath: '] },
  {
    name: 'a bad control plane',
    text: join(`${discovery}
controlPlane:
  certificateKey: zz
  localAPIEndpoint: {bindPort: 70000, advertiseAddress: foo}`),
    issues: [
      '5 controlPlane.certificateKey: 64 hexadecimal digits',
      '6 controlPlane.localAPIEndpoint.bindPort: between 1 and 65535',
      '6 controlPlane.localAPIEndpoint.advertiseAddress: no IP address',
    ],
  },
  {
    name: 'a bad node',
    text: join(`${discovery}
nodeRegistration:
  name: a_b
  imagePullPolicy: Sometimes
  kubeletExtraArgs: [{value: x}]`),
    issues: [
      '5 nodeRegistration.name: name of a node',
      '6 nodeRegistration.imagePullPolicy: no such pull policy',
      '7 nodeRegistration.kubeletExtraArgs[0].name: no name',
    ],
  },
  { name: 'an unknown field', text: join(`${discovery}\ndryrun: true`), issues: ['4 dryrun: no such field'] },
  { name: 'a field twice', text: join(`${discovery}\ndryRun: true\ndryRun: true`), issues: ['5 dryRun: second time'] },
  { name: 'a wrong type', text: join(`${discovery}\ndryRun: "true"`), issues: ['4 dryRun: expected true or false'] },
  {
    name: 'v1beta3 with fields of v1beta4',
    text: join(`${discovery}\ndryRun: true`, 'v1beta3'),
    issues: ['4 dryRun: no such field'],
  },
  {
    name: 'v1beta3 with a list of arguments',
    text: join(`${discovery}\nnodeRegistration: {kubeletExtraArgs: [{name: a, value: b}]}`, 'v1beta3'),
    issues: ['4 nodeRegistration.kubeletExtraArgs: expected a mapping'],
  },
  { name: 'a relative certificatesDir', text: reset('certificatesDir: pki'), issues: ['3 certificatesDir: with /'] },
  {
    name: 'an unknown flag of umount',
    text: reset('unmountFlags: [MNT_FORCE, MNT_DETATCH]'),
    issues: ['3 unmountFlags[1]: no such flag of umount'],
  },
  {
    name: 'reset that ignores all and more',
    text: reset('ignorePreflightErrors: [all, Swap]'),
    issues: ['3 ignorePreflightErrors: must stand alone'],
    kubeadmTakesIt: 'reset refuses it',
  },
  {
    name: 'v1beta3 of reset',
    text: reset('').replace('v1beta4', 'v1beta3'),
    issues: ['1 apiVersion: no such version'],
  },
  {
    name: 'upgrades with bad patches and policies',
    text: upgrade(
      'apply: {imagePullPolicy: Now, patches: {directory: p}}\nnode: {imagePullPolicy: No1, patches: {directory: q}}',
    ),
    issues: [
      '3 apply.imagePullPolicy: no such pull policy',
      '3 apply.patches.directory: with /',
      '4 node.imagePullPolicy: no such pull policy',
      '4 node.patches.directory: with /',
    ],
  },
  { name: 'an unknown part of upgrade', text: upgrade('aply: {}'), issues: ['3 aply: no such field'] },
  { name: 'an unknown kind', text: join('').replace('Join', 'Leave'), issues: ['1 apiVersion: is not known'] },
  { name: 'an unknown group', text: 'apiVersion: a.b/v1\nkind: C\n', issues: ['1 apiVersion: is not known'] },
  { name: 'no group', text: 'apiVersion: v1\nkind: ConfigMap\n', issues: ['1 : does not say what it is'] },
  { name: 'only a comment', text: '# nothing\n', issues: ['1 : does not say what it is'] },
  {
    name: 'an unknown field of a component',
    text: 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupdriver: systemd\n',
    issues: ['7 cgroupdriver: no such field'],
  },
  { name: 'an experimental version', text: join(discovery, 'v1'), issues: ['1 apiVersion: no such version'] },
];

/** Files that pass. */
export const goodDocuments: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a worker', text: join(discovery) },
  { name: 'a worker of v1beta3', text: join(discovery, 'v1beta3') },
  { name: 'a control plane', text: join(`${discovery}\ncontrolPlane: {}\nnodeRegistration: {name: Node-2}`) },
  { name: 'discovery by URL', text: join('discovery: {file: {kubeConfigPath: "https://a/b"}}') },
  { name: 'reset', text: reset('unmountFlags: [MNT_FORCE, MNT_DETACH, MNT_EXPIRE, UMOUNT_NOFOLLOW]') },
  {
    name: 'upgrade',
    text: upgrade('apply: {etcdUpgrade: false, kubernetesVersion: v1.36.3}\ndiff: {contextLines: 5}'),
  },
  { name: 'every kind', text: [join(discovery), reset(''), upgrade('')].join('---\n') },
  { name: 'nothing', text: '' },
  {
    name: 'a component configuration alone, which nobody looks at',
    text: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupdriver: systemd\n',
  },
];
