/** A file that is refused when we are called tsadm. */
export interface BadCase {
  readonly name: string;
  readonly text: string;
  /** `line path: part of the message` of every issue, in order. */
  readonly issues: readonly string[];
  /** Why kubeadm takes the file all the same (`config validate`, v1.36.3). */
  readonly kubeadmTakesIt?: string;
}

/** A ClusterConfiguration; its own fields begin in line 4. */
export function cluster(fields: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n${fields}\n`;
}

/** An InitConfiguration; its own fields begin in line 3. A ClusterConfiguration follows. */
export function init(fields: string): string {
  return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n${fields}\n---\n${cluster('clusterName: a')}`;
}

const fails = 'it fails later';

export const badCases: readonly BadCase[] = [
  // Documents
  { name: 'empty file', text: '', issues: [' : neither an InitConfiguration'], kubeadmTakesIt: 'init refuses it' },
  { name: 'list', text: '- a\n- b\n', issues: ['1 : does not say what it is'] },
  { name: 'text', text: 'hello\n', issues: ['1 : does not say what it is'] },
  { name: 'no kind', text: 'apiVersion: kubeadm.k8s.io/v1beta4\n', issues: ['1 : does not say what it is'] },
  { name: 'no group', text: `${cluster('')}---\napiVersion: v1\nkind: Pod\n`, issues: ['6 : does not say what it is'] },
  { name: 'only a comment in front', text: `# hello\n---\n${cluster('')}`, issues: ['1 : does not say what it is'] },
  { name: 'blank document at the end', text: `${cluster('dns: {}')}---\n\n`, issues: ['6 : does not say what it is'] },
  { name: 'two separators in front', text: `---\n---\n${cluster('')}`, issues: ['1 : does not say what it is'] },
  {
    name: 'two separators at the end',
    text: `${cluster('dns: {}')}---\n---\n`,
    issues: ['6 : does not say what it is'],
  },
  {
    name: 'three separators',
    text: `${cluster('dns: {}')}---\n---\n---\n${cluster('').replace('Cluster', 'Init')}`,
    issues: ['6 : does not say what it is'],
  },
  {
    name: 'kind twice',
    text: `${cluster('dns: {}')}---\n${cluster('')}`,
    issues: ['7 kind: a ClusterConfiguration stands in the file twice'],
  },
  {
    name: 'other document twice',
    text: `${cluster('dns: {}')}---\napiVersion: a/v1\nkind: B\n---\napiVersion: a/v1\nkind: B\n`,
    issues: ['10 kind: a B stands in the file twice'],
  },
  {
    name: 'old version',
    text: 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\n',
    issues: ['1 apiVersion: too old'],
  },
  {
    name: 'unknown version',
    text: 'kind: InitConfiguration\napiVersion: kubeadm.k8s.io/v1beta9\n',
    issues: ['2 apiVersion: no such version'],
  },
  {
    name: 'unknown version of a component',
    text: `${cluster('dns: {}')}---\napiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n`,
    issues: ['6 apiVersion: only kubelet.config.k8s.io/v1beta1 KubeletConfiguration'],
  },
  {
    name: 'another kind of the kubelet',
    text: `${cluster('dns: {}')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: CredentialProviderConfig\n`,
    issues: ['6 apiVersion: only kubelet.config.k8s.io/v1beta1 KubeletConfiguration'],
  },
  {
    name: 'only component configurations',
    text: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
    issues: [' : neither an InitConfiguration'],
    kubeadmTakesIt: 'init refuses it',
  },
  // Syntax
  { name: 'tab', text: cluster('dns:\n\timageTag: x'), issues: ['5 : Tabs'] },
  { name: 'open quote', text: cluster('clusterName: "a'), issues: ['5 : Missing closing "quote'] },
  { name: 'indentation', text: cluster('networking:\n   dnsDomain: a\n  podSubnet: b'), issues: ['6 : '] },
  { name: 'separator with text', text: `${cluster('')}--- x\n`, issues: ['5 : separates documents'] },
  { name: 'unknown anchor', text: cluster('clusterName: *a'), issues: ['4 clusterName: no such anchor'] },
  {
    name: 'flow mapping that begins further left than its parent',
    text: cluster('dns: {\nimageTag: a\n}'),
    issues: ['5 : Flow map', '6 : '],
    kubeadmTakesIt: 'the YAML reader we use keeps to the letter here',
  },
  // Shape
  { name: 'unknown field', text: cluster('foo: 1'), issues: ['4 foo: no such field'] },
  {
    name: 'wrong letter case',
    text: cluster('networking:\n  podsubnet: 10.0.0.0/16'),
    issues: ['5 networking.podsubnet: networking has no such field'],
  },
  { name: 'repeated field', text: cluster('clusterName: a\nclusterName: b'), issues: ['5 clusterName: a second time'] },
  { name: 'field of the other document', text: init('networking: {}'), issues: ['3 networking: no such field'] },
  {
    name: 'number for text',
    text: cluster('clusterName: 012'),
    issues: ['4 clusterName: expected text, found the number 10'],
  },
  { name: 'yes for text', text: cluster('clusterName: yes'), issues: ['4 clusterName: expected text, found true'] },
  {
    name: 'text for true',
    text: cluster('proxy:\n  disabled: "true"'),
    issues: ['5 proxy.disabled: expected true or false, found text'],
  },
  {
    name: 'list for mapping',
    text: cluster('dns: [a]'),
    issues: ['4 dns: expected a mapping of fields, found a list'],
  },
  {
    name: 'mapping for list',
    text: cluster('apiServer:\n  certSANs: {a: b}'),
    issues: ['5 apiServer.certSANs: expected a list, found a mapping'],
  },
  {
    name: 'mapping of arguments',
    text: cluster('apiServer:\n  extraArgs:\n    v: "4"'),
    issues: ['5 apiServer.extraArgs: expected a list, found a mapping'],
  },
  {
    name: 'text for a port',
    text: init('localAPIEndpoint:\n  bindPort: "6443"'),
    issues: ['4 localAPIEndpoint.bindPort: expected a whole number, found text'],
  },
  {
    name: 'half a port',
    text: init('localAPIEndpoint:\n  bindPort: 6443.5'),
    issues: ['4 localAPIEndpoint.bindPort: expected a whole number'],
  },
  {
    name: 'huge port',
    text: init('localAPIEndpoint:\n  bindPort: 99999999999'),
    issues: ['4 localAPIEndpoint.bindPort: 32 bits'],
  },
  {
    name: 'number for a duration',
    text: cluster('certificateValidityPeriod: 5'),
    issues: ['4 certificateValidityPeriod: expected text, found the number 5'],
  },
  {
    name: 'days',
    text: cluster('caCertificateValidityPeriod: 10d'),
    issues: ['4 caCertificateValidityPeriod: this is no duration'],
  },
  {
    name: 'gate that is no boolean',
    text: cluster('featureGates:\n  RootlessControlPlane: 1'),
    issues: ['5 featureGates.RootlessControlPlane: expected true or false'],
  },
  {
    name: 'bad token',
    text: init('bootstrapTokens:\n- token: abc'),
    issues: ['4 bootstrapTokens[0].token: no bootstrap token'],
  },
  {
    name: 'empty token',
    text: init('bootstrapTokens:\n- token: ""'),
    issues: ['4 bootstrapTokens[0].token: no bootstrap token'],
  },
  {
    name: 'bad time',
    text: init('nodeRegistration:\n  taints:\n  - key: a\n    effect: NoSchedule\n    timeAdded: now'),
    issues: ['7 nodeRegistration.taints[0].timeAdded: no RFC 3339 time'],
  },
  {
    name: 'bad quantity',
    text: cluster(
      'scheduler:\n  extraEnvs:\n  - name: a\n    valueFrom: {resourceFieldRef: {resource: b, divisor: c}}',
    ),
    issues: ['7 scheduler.extraEnvs[0].valueFrom.resourceFieldRef.divisor: no quantity'],
  },
  {
    name: 'kubelet configuration',
    text: `${cluster('dns: {}')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS: 10.96.0.10\nauthentication:\n  webhook: {cacheTTL: 1}\n`,
    issues: ['8 clusterDNS: expected a list, found text', '10 authentication.webhook.cacheTTL: expected text'],
  },
  {
    name: 'kube-proxy configuration',
    text: `${cluster('dns: {}')}---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: 4\nconntrack: {min: a}\n`,
    issues: ['8 mode: expected text', '9 conntrack.min: expected a whole number'],
  },
  // InitConfiguration
  {
    name: 'expires',
    text: init('bootstrapTokens:\n- expires: 2030-01-01T00:00:00Z\n  ttl: 0s'),
    issues: ['4 bootstrapTokens[0].expires: cannot be combined with ttl'],
  },
  {
    name: 'unknown usage',
    text: init('bootstrapTokens:\n- usages: [signing, authentication, foo]'),
    issues: ['4 bootstrapTokens[0].usages[2]: no such usage'],
  },
  {
    name: 'groups without authentication',
    text: init('bootstrapTokens:\n- usages: [signing]'),
    issues: ['4 bootstrapTokens[0].usages: need the usage authentication'],
  },
  {
    name: 'bad group',
    text: init('bootstrapTokens:\n- groups:\n  - system:masters'),
    issues: ['5 bootstrapTokens[0].groups[0]: cannot be in this group'],
  },
  {
    name: 'bad address',
    text: init('localAPIEndpoint: {advertiseAddress: foo}'),
    issues: ['3 localAPIEndpoint.advertiseAddress: no IP address'],
  },
  {
    name: 'negative port',
    text: init('localAPIEndpoint: {advertiseAddress: 10.1.1.1, bindPort: -1}'),
    issues: ['3 localAPIEndpoint.bindPort: between 1 and 65535'],
  },
  {
    name: 'large port',
    text: init('localAPIEndpoint: {advertiseAddress: 10.1.1.1, bindPort: 65536}'),
    issues: ['3 localAPIEndpoint.bindPort: between 1 and 65535'],
  },
  { name: 'short key', text: init('certificateKey: abcd'), issues: ['3 certificateKey: 64 hexadecimal digits'] },
  {
    name: 'key that is no key',
    text: init(`certificateKey: ${'z'.repeat(64)}`),
    issues: ['3 certificateKey: 64 hexadecimal digits'],
  },
  {
    name: 'node name',
    text: init('nodeRegistration:\n  name: A_b'),
    issues: ['4 nodeRegistration.name: cannot be the name of a node'],
  },
  {
    name: 'pull policy',
    text: init('nodeRegistration:\n  imagePullPolicy: never'),
    issues: ['4 nodeRegistration.imagePullPolicy: no such pull policy'],
  },
  {
    name: 'all and another check',
    text: init('nodeRegistration:\n  ignorePreflightErrors: [ALL, Swap]'),
    issues: ['4 nodeRegistration.ignorePreflightErrors: must stand alone'],
    kubeadmTakesIt: 'init refuses it',
  },
  {
    name: 'kubelet argument without name',
    text: init('nodeRegistration:\n  kubeletExtraArgs:\n  - value: a'),
    issues: ['5 nodeRegistration.kubeletExtraArgs[0].name: no name'],
  },
  {
    name: 'taint',
    text: init('nodeRegistration:\n  taints:\n  - key: a/b/c\n    value: "a b"\n    effect: Never'),
    issues: [
      '5 nodeRegistration.taints[0].key: the key of a taint',
      '6 nodeRegistration.taints[0].value: the value of a taint',
      '7 nodeRegistration.taints[0].effect: no such effect',
    ],
    kubeadmTakesIt: fails,
  },
  // ClusterConfiguration
  {
    name: 'half a version',
    text: cluster('').replace('v1.36.3', 'v1.36'),
    issues: ['3 kubernetesVersion: neither a version nor a label'],
  },
  { name: 'old Kubernetes', text: cluster('').replace('v1.36.3', 'v1.34.9'), issues: ['3 kubernetesVersion: too old'] },
  {
    name: 'new Kubernetes',
    text: cluster('').replace('v1.36.3', 'v1.38.0'),
    issues: ['3 kubernetesVersion: newer than this program'],
    kubeadmTakesIt: 'its preflight check warns',
  },
  {
    name: 'unknown gate',
    text: cluster('featureGates:\n  Rootless: true'),
    issues: ['5 featureGates.Rootless: no such feature gate'],
  },
  {
    name: 'gate that went another way',
    text: cluster('featureGates: {EtcdLearnerMode: false}'),
    issues: ['4 featureGates.EtcdLearnerMode: no longer possible'],
  },
  {
    name: 'key algorithm',
    text: cluster('encryptionAlgorithm: RSA'),
    issues: ['4 encryptionAlgorithm: no such key algorithm'],
  },
  {
    name: 'expired certificates',
    text: cluster('certificateValidityPeriod: 0s\ncaCertificateValidityPeriod: -1h'),
    issues: [
      '4 certificateValidityPeriod: expired from the start',
      '5 caCertificateValidityPeriod: expired from the start',
    ],
    kubeadmTakesIt: fails,
  },
  { name: 'relative folder', text: cluster('certificatesDir: pki'), issues: ['4 certificatesDir: must begin with /'] },
  {
    name: 'repository',
    text: cluster('imageRepository: registry.example.org/'),
    issues: ['4 imageRepository: no image can be named'],
  },
  {
    name: 'repository of an addon',
    text: cluster('dns: {imageRepository: a b}'),
    issues: ['4 dns.imageRepository: no image can be named'],
  },
  {
    name: 'repository of etcd',
    text: cluster('etcd: {local: {imageRepository: a//b}}'),
    issues: ['4 etcd.local.imageRepository: no image can be named'],
  },
  {
    name: 'tags',
    text: cluster('dns: {imageTag: a b}\netcd: {local: {imageTag: "@"}}'),
    issues: ['4 dns.imageTag: no image tag', '5 etcd.local.imageTag: no image tag'],
    kubeadmTakesIt: fails,
  },
  {
    name: 'endpoint with capitals',
    text: cluster('controlPlaneEndpoint: Api.example.org'),
    issues: ['4 controlPlaneEndpoint: neither an IP address nor'],
  },
  {
    name: 'endpoint as a URL',
    text: cluster('controlPlaneEndpoint: https://a:6443/'),
    issues: ['4 controlPlaneEndpoint: not a URL'],
  },
  {
    name: 'port of the endpoint',
    text: cluster('controlPlaneEndpoint: a:65536'),
    issues: ['4 controlPlaneEndpoint: between 1 and 65535'],
  },
  {
    name: 'brackets without a port',
    text: cluster('controlPlaneEndpoint: "[fd00::1]"'),
    issues: ['4 controlPlaneEndpoint: neither an IP address nor'],
  },
  {
    name: 'service range',
    text: cluster('networking:\n  serviceSubnet: 10.96.0.0'),
    issues: ['5 networking.serviceSubnet: no range of addresses'],
  },
  {
    name: 'blank in ranges',
    text: cluster('networking:\n  serviceSubnet: 10.0.0.0/16, fd00::/112'),
    issues: ['5 networking.serviceSubnet: no range of addresses'],
  },
  {
    name: 'small service range',
    text: cluster('networking: {serviceSubnet: 10.0.0.0/29}'),
    issues: ['4 networking.serviceSubnet: has 8 addresses, at least 10'],
  },
  {
    name: 'large service range',
    text: cluster('networking: {serviceSubnet: "fd00::/107"}'),
    issues: ['4 networking.serviceSubnet: cannot manage'],
  },
  {
    name: 'two ranges of a family',
    text: cluster('networking: {serviceSubnet: "10.0.0.0/16,10.1.0.0/16"}'),
    issues: ['4 networking.serviceSubnet: one of IPv4 and one of IPv6'],
  },
  {
    name: 'three ranges',
    text: cluster('networking: {serviceSubnet: "10.0.0.0/16,fd00::/112,10.1.0.0/16"}'),
    issues: ['4 networking.serviceSubnet: one of IPv4 and one of IPv6'],
  },
  {
    name: 'pod range',
    text: cluster('networking: {podSubnet: x}'),
    issues: ['4 networking.podSubnet: no range of addresses'],
  },
  {
    name: 'pod range smaller than a node',
    text: cluster('networking: {podSubnet: 10.244.0.0/25}'),
    issues: ['4 networking.podSubnet: smaller than the part'],
  },
  {
    name: 'pod range for too many nodes',
    text: cluster('networking: {podSubnet: "fd00::/47"}'),
    issues: ['4 networking.podSubnet: too large'],
  },
  {
    name: 'node mask',
    text: cluster(
      'networking: {podSubnet: 10.244.0.0/16}\ncontrollerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: x}]}',
    ),
    issues: ['5 controllerManager.extraArgs: no whole number'],
  },
  {
    name: 'tiny pod range',
    text: cluster(
      'networking: {podSubnet: 10.1.0.0/29}\ncontrollerManager: {extraArgs: [{name: allocate-node-cidrs, value: "false"}]}',
    ),
    issues: ['4 networking.podSubnet: has 8 addresses, at least 14'],
  },
  {
    name: 'DNS domain',
    text: cluster('networking: {dnsDomain: Cluster.local}'),
    issues: ['4 networking.dnsDomain: no DNS name'],
  },
  {
    name: 'local and external etcd',
    text: cluster('etcd:\n  local: {}\n  external: {endpoints: ["https://a:2379"]}'),
    issues: ['5 etcd.local: either local or external'],
  },
  {
    name: 'external etcd without URL',
    text: cluster('etcd: {external: {}}'),
    issues: ['4 etcd.external.endpoints: at least one'],
  },
  {
    name: 'external etcd without scheme',
    text: cluster('etcd:\n  external:\n    endpoints:\n    - 10.0.0.1:2379\n    - foo\n    httpEndpoints:\n    - foo'),
    issues: [
      '7 etcd.external.endpoints[0]: this is no URL',
      '8 etcd.external.endpoints[1]: no scheme',
      '10 etcd.external.httpEndpoints[0]: no scheme',
    ],
  },
  {
    name: 'external etcd with CA without TLS',
    text: cluster('etcd: {external: {caFile: /a, endpoints: ["http://a:2379"]}}'),
    issues: ['4 etcd.external.endpoints[0]: must begin with https://'],
  },
  {
    name: 'certificate without key',
    text: cluster('etcd: {external: {caFile: /a, certFile: /b, endpoints: ["https://a:2379"]}}'),
    issues: ['4 etcd.external.keyFile: is needed too'],
  },
  {
    name: 'certificate without CA',
    text: cluster('etcd: {external: {certFile: /b, keyFile: c, endpoints: ["https://a:2379"]}}'),
    issues: ['4 etcd.external.caFile: need a CA', '4 etcd.external.keyFile: must begin with /'],
  },
  {
    name: 'URL without host',
    text: cluster('etcd: {external: {endpoints: ["https://"]}}'),
    issues: ['4 etcd.external.endpoints[0]: no host'],
    kubeadmTakesIt: fails,
  },
  {
    name: 'names in the API server certificate',
    text: cluster('apiServer:\n  certSANs:\n  - a\n  - "*"\n  - a_b\n  - ""'),
    issues: [
      '7 apiServer.certSANs[1]: neither',
      '8 apiServer.certSANs[2]: neither',
      '9 apiServer.certSANs[3]: neither',
    ],
  },
  {
    name: 'names in etcd certificates',
    text: cluster('etcd:\n  local:\n    serverCertSANs: [A]\n    peerCertSANs: [b, "*.C"]'),
    issues: ['6 etcd.local.serverCertSANs[0]: neither', '7 etcd.local.peerCertSANs[1]: neither'],
  },
  {
    name: 'arguments without name',
    text: cluster(
      'apiServer:\n  extraArgs: [null]\ncontrollerManager:\n  extraArgs: [{value: a}]\nscheduler:\n  extraArgs: [{name: ""}]\netcd: {local: {extraArgs: [{}]}}',
    ),
    issues: [
      '5 apiServer.extraArgs[0].name: no name',
      '7 controllerManager.extraArgs[0].name: no name',
      '9 scheduler.extraArgs[0].name: no name',
      '10 etcd.local.extraArgs[0].name: no name',
    ],
  },
  {
    name: 'argument with dashes',
    text: cluster('scheduler:\n  extraArgs:\n  - name: --v\n    value: "4"'),
    issues: ['6 scheduler.extraArgs[0].name: without dashes'],
    kubeadmTakesIt: fails,
  },
  {
    name: 'volume',
    text: cluster('apiServer:\n  extraVolumes:\n  - name: A\n    hostPath: ""\n    pathType: Folder'),
    issues: [
      '6 apiServer.extraVolumes[0].name: name of a volume',
      '6 apiServer.extraVolumes[0].mountPath: is needed',
      '7 apiServer.extraVolumes[0].hostPath: is needed',
      '8 apiServer.extraVolumes[0].pathType: no such type',
    ],
    kubeadmTakesIt: fails,
  },
  {
    name: 'variables',
    text: cluster(
      'controllerManager:\n  extraEnvs:\n  - name: ""\n  - name: a\n    value: b\n    valueFrom: {secretKeyRef: {name: c, key: d}}\n  - name: e\n    valueFrom: {}',
    ),
    issues: [
      '6 controllerManager.extraEnvs[0].name: name of a variable',
      '9 controllerManager.extraEnvs[1].valueFrom: either value or valueFrom',
      '9 controllerManager.extraEnvs[1].valueFrom.secretKeyRef: static Pod',
      '11 controllerManager.extraEnvs[2].valueFrom: exactly one source',
    ],
    kubeadmTakesIt: fails,
  },
  {
    name: 'families',
    text: `${cluster('networking: {serviceSubnet: "fd00::/112,10.96.0.0/16"}')}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nlocalAPIEndpoint: {advertiseAddress: 10.1.1.1}\n`,
    issues: ['4 networking.serviceSubnet: must be IPv4'],
    kubeadmTakesIt: fails,
  },
  // v1beta3
  {
    name: 'v1beta3 with a list of arguments',
    text: 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\nscheduler:\n  extraArgs:\n  - name: v\n',
    issues: ['5 scheduler.extraArgs: expected a mapping of fields, found a list'],
  },
  {
    name: 'v1beta3 with a newer field',
    text: 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\nencryptionAlgorithm: RSA-2048\n',
    issues: ['4 encryptionAlgorithm: no such field'],
  },
  {
    name: 'v1beta3 with a bad time-out',
    text: 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\napiServer:\n  timeoutForControlPlane: 3\n',
    issues: ['5 apiServer.timeoutForControlPlane: expected text'],
  },
  // Together
  {
    name: 'everything at once',
    text: init('certificateKey: x\nfoo: 1\nlocalAPIEndpoint: {bindPort: a}').replace(
      'clusterName: a',
      'clusterName: 1\ncertificatesDir: a',
    ),
    issues: [
      '3 certificateKey: 64',
      '4 foo: no such field',
      '5 localAPIEndpoint.bindPort: expected',
      '10 clusterName: expected text',
      '11 certificatesDir: must begin',
    ],
  },
];
