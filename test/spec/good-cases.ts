import { cluster, init } from './bad-cases.ts';

/** A file that is taken when we are called tsadm. */
export interface GoodCase {
  readonly name: string;
  readonly text: string;
  /** `line path: part of the message` of every warning, in order. */
  readonly warnings?: readonly string[];
  /** Why kubeadm refuses the file (`config validate`, v1.36.3). */
  readonly kubeadmRefusesIt?: string;
}

const strict = 'config validate refuses unknown documents; init passes them over';
const v1beta3 = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ';

function modes(value: string): string {
  return cluster(`apiServer: {extraArgs: [{name: authorization-mode, value: "${value}"}]}`);
}

export const goodCases: readonly GoodCase[] = [
  // Documents
  { name: 'ClusterConfiguration alone', text: cluster('') },
  {
    name: 'both, in any order',
    text: `${cluster('')}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n`,
  },
  { name: 'separators in front and at the end', text: `---\n${cluster('dns: {}')}---\n` },
  {
    name: 'two separators in the middle',
    text: `---\n${cluster('')}---\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n`,
  },
  { name: 'separator with a comment', text: `--- # a\n${cluster('')}` },
  { name: 'end mark and what follows it', text: `${cluster('')}...\nfoo: [\n` },
  { name: 'carriage returns', text: cluster('dns: {}').replaceAll('\n', '\r\n') },
  { name: 'byte order mark', text: `\ufeff${cluster('')}` },
  {
    name: 'JSON',
    text: '{"apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "ClusterConfiguration",\n\t"kubernetesVersion": "v1.36.3"}',
  },
  {
    name: 'two JSON documents',
    text: '{"apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "ClusterConfiguration", "kubernetesVersion": "v1.36.3"}\n---\n{"apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "InitConfiguration"}\n',
  },
  {
    name: 'documents of other commands',
    text: `${cluster('dns: {}')}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration\nforce: true\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: UpgradeConfiguration\n`,
    warnings: ['7 kind: ignored', '11 kind: ignored'],
  },
  {
    name: 'JoinConfiguration, whatever it holds',
    text: `${cluster('dns: {}')}---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nfoo: 1\n`,
    warnings: ['7 kind: ignored'],
    kubeadmRefusesIt: strict,
  },
  {
    name: 'foreign documents',
    text: `${cluster('dns: {}')}---\napiVersion: example.org/v1\nkind: Foo\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: Bar\n`,
    warnings: ['7 kind: ignored', '10 kind: ignored'],
    kubeadmRefusesIt: strict,
  },
  {
    name: 'component configurations',
    text: `${cluster('dns: {}')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 50\n---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\n`,
  },
  // YAML
  { name: 'booleans of YAML 1.1', text: cluster('proxy: {disabled: y}\ndns: {disabled: off}') },
  { name: 'octal and other numbers', text: init('localAPIEndpoint: {advertiseAddress: 10.1.1.1, bindPort: 0o14443}') },
  { name: 'number with a point', text: init('localAPIEndpoint: {advertiseAddress: 10.1.1.1, bindPort: 6443.0}') },
  { name: 'date as text', text: cluster('clusterName: 2001-01-01') },
  { name: 'minutes as text', text: cluster('clusterName: 1:30') },
  {
    name: 'nothing for everything',
    text: cluster('clusterName: ~\nnetworking:\napiServer: null\netcd: {local: null}\nfeatureGates:'),
  },
  { name: 'nothing in a list', text: init('bootstrapTokens: [null]\nskipPhases: [null]') },
  {
    name: 'anchors',
    text: cluster('apiServer: {extraArgs: &args [{name: v, value: "4"}]}\nscheduler: {extraArgs: *args}'),
  },
  {
    name: 'merge',
    text: cluster(
      'dns: {imageRepository: &r registry.example.org}\netcd: {local: {<<: {dataDir: /a}, imageRepository: *r}}',
    ),
  },
  // Values at their limits
  { name: 'service ranges', text: cluster('networking: {serviceSubnet: "10.0.0.0/12,fd00::/108"}') },
  { name: 'smallest service ranges', text: cluster('networking: {serviceSubnet: "fd00::/124,10.0.0.5/28"}') },
  { name: 'leading zeros', text: cluster('networking: {serviceSubnet: 010.0.0.0/016}') },
  { name: 'pod ranges', text: cluster('networking: {podSubnet: "10.244.0.0/24,fd00::/48"}') },
  { name: 'largest pod range', text: cluster('networking: {podSubnet: 10.0.0.0/8, serviceSubnet: 172.16.0.0/12}') },
  {
    name: 'pod range without node parts',
    text: cluster(
      'networking: {podSubnet: 10.1.0.0/28}\ncontrollerManager: {extraArgs: [{name: allocate-node-cidrs, value: "true"}, {name: allocate-node-cidrs, value: "false"}]}',
    ),
  },
  {
    name: 'larger node parts',
    text: cluster(
      'networking: {podSubnet: 10.1.0.0/25}\ncontrollerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: "26"}]}',
    ),
  },
  {
    name: 'overlapping ranges',
    text: cluster('networking: {podSubnet: 10.0.0.0/8}'),
    warnings: ['4 networking.podSubnet: overlaps'],
  },
  {
    name: 'site-local range',
    text: cluster('networking: {serviceSubnet: "fec0::/112"}'),
    warnings: ['4 networking.serviceSubnet: no longer meant'],
  },
  ...[
    'a',
    'a:6443',
    'a:',
    'a.b-c.d',
    '10.0.0.1',
    '010.0.0.1:6443',
    'fd00::1',
    '[fd00::1]:6443',
    '[a]:6443',
    '300.1.1.1',
  ].map((endpoint) => ({ name: `endpoint ${endpoint}`, text: cluster(`controlPlaneEndpoint: "${endpoint}"`) })),
  {
    name: 'endpoint with another port',
    text: cluster('controlPlaneEndpoint: a:443'),
    warnings: ['4 controlPlaneEndpoint: port 443'],
  },
  ...['a', 'A', 'a/b', 'A/b', 'localhost:5000/x', 'a:5000', 'a__b', 'a--b', '[fd00::1]:5000/x', 'a.B/c'].map(
    (repository) => ({
      name: `repository ${repository}`,
      text: cluster(`imageRepository: "${repository}"`),
    }),
  ),
  { name: 'tag with a digest', text: cluster(`dns: {imageTag: "v1.14.2@sha256:${'0'.repeat(64)}"}`) },
  { name: 'alternative names', text: cluster('apiServer: {certSANs: [A.b, "*.c", 1.2.3.4, 01.2.3.4, "fd00::1"]}') },
  {
    name: 'external etcd',
    text: cluster(
      'etcd: {external: {caFile: /a, certFile: /b, keyFile: /c, endpoints: ["HTTPS://a:2379"], httpEndpoints: ["http://a"]}}',
    ),
  },
  {
    name: 'odd external etcd',
    text: cluster('etcd: {external: {endpoints: ["name:2379", "unix:///a", "https://[fd00::1]:2379"]}}'),
  },
  {
    name: 'nothing written in a token',
    text: init(
      'bootstrapTokens: [{}, {ttl: 0s}, {ttl: -5m, usages: [authentication]}, {token: abcdef.0123456789abcdef}]',
    ),
  },
  { name: 'node name in capitals', text: init('nodeRegistration: {name: " Node-1.Example "}') },
  {
    name: 'socket without scheme',
    text: init('nodeRegistration: {criSocket: /run/x.sock}'),
    warnings: ['3 nodeRegistration.criSocket: taken as unix:///run/x.sock'],
  },
  { name: 'socket with half a scheme', text: init('nodeRegistration: {criSocket: "unix:/run/x.sock"}') },
  { name: 'key in capitals', text: init(`certificateKey: ${'AB'.repeat(32)}`) },
  { name: 'unspecified address', text: init('localAPIEndpoint: {advertiseAddress: 0.0.0.0, bindPort: 0}') },
  { name: 'addresses at the edge', text: init('localAPIEndpoint: {advertiseAddress: 01.2.3.4, bindPort: 65535}') },
  { name: 'all alone', text: init('nodeRegistration: {ignorePreflightErrors: [All]}') },
  {
    name: 'long validity',
    text: cluster('certificateValidityPeriod: 9000h\ncaCertificateValidityPeriod: 87601h'),
    warnings: ['4 certificateValidityPeriod: longer than', '5 caCertificateValidityPeriod: longer than'],
  },
  {
    name: 'certificates that outlive the CA',
    text: cluster('certificateValidityPeriod: 5h\ncaCertificateValidityPeriod: 4h'),
    warnings: ['4 certificateValidityPeriod: outlive'],
  },
  { name: 'the usual authorization modes', text: modes('Node,RBAC') },
  { name: 'no authorization mode', text: modes('') },
  {
    name: 'other authorization modes',
    text: modes('Node,RBAC,Webhook'),
    warnings: ['4 apiServer.extraArgs[0].value: differs from Node,RBAC'],
  },
  {
    name: 'authorization modes that nobody knows',
    text: modes('Node, RBAC,Foo'),
    warnings: [
      '4 apiServer.extraArgs[0].value: no authorization mode " RBAC"',
      '4 apiServer.extraArgs[0].value: no authorization mode "Foo"',
    ],
  },
  { name: 'known gates', text: cluster('featureGates: {RootlessControlPlane: null, NodeLocalCRISocket: false}') },
  {
    name: 'deprecated gate',
    text: cluster('featureGates: {PublicKeysECDSA: true}'),
    warnings: ['4 featureGates.PublicKeysECDSA: deprecated'],
  },
  {
    name: 'gates that are permanent',
    text: cluster('featureGates:\n  EtcdLearnerMode: true\n  ControlPlaneKubeletLocalMode: true'),
    warnings: [
      '5 featureGates.EtcdLearnerMode: no longer exists',
      '6 featureGates.ControlPlaneKubeletLocalMode: no longer exists',
    ],
    kubeadmRefusesIt: 'older tools go on to set them',
  },
  {
    name: 'gate of an older minor under a label',
    text: cluster('featureGates: {ControlPlaneKubeletLocalMode: true}').replace('v1.36.3', 'stable-1'),
    kubeadmRefusesIt: 'whether it is known is not known yet',
  },
  ...['1.36.1', 'v1.36.1-rc.0', 'v1.36.1+abc', 'release/v1.36.1', 'ci/v1.36.0', 'stable', 'latest-1.36', '""'].map(
    (version) => ({
      name: `version ${version}`,
      text: cluster('').replace('v1.36.3', version),
    }),
  ),
  {
    name: 'a time of nothing, as kubeadm up to 1.36 migrates an absent one',
    text: init('timeouts: {controlPlaneComponentHealthCheck: 0s, discovery: -1s, etcdAPICall: 1ms}'),
    warnings: [
      '3 timeouts.controlPlaneComponentHealthCheck: nothing is waited for',
      '3 timeouts.discovery: nothing is waited for',
    ],
  },
  // v1beta3
  {
    name: 'v1beta3',
    text: `${v1beta3}ClusterConfiguration\nkubernetesVersion: v1.36.3\napiServer: {timeoutForControlPlane: 3m, extraArgs: {b: x, a: "z"}}\n---\n${v1beta3}InitConfiguration\nnodeRegistration: {kubeletExtraArgs: {b: "1"}}\n`,
    warnings: ['1 apiVersion: deprecated', '6 apiVersion: deprecated'],
  },
];
