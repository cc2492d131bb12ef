import { bad, cluster, document, init, invalid } from '../bad-input.ts';

/** Fields, kinds and versions that do not exist, and documents that are there twice. */

export const names = [
  bad(
    'typing mistake',
    cluster('clusterNme: a'),
    ':4:1: clusterNme: there is no such field',
    'did you mean "clusterName"?',
  ),
  bad(
    'letter case',
    cluster('networking: {podsubnet: 10.0.0.0/16}'),
    ':4:14: networking.podsubnet: networking has no such',
    '"podSubnet"',
  ),
  bad(
    'letters swapped',
    cluster('apiServer: {extraAgrs: []}'),
    'apiServer.extraAgrs: apiServer has no such field',
    'did you mean "extraArgs"?',
  ),
  bad('far from all names', cluster('foo: 1'), ':4:1: foo: there is no such field', 'known fields: apiVersion, kind'),
  bad('field of another document', cluster('nodeRegistration: {}'), ':4:1: nodeRegistration: there is no such field'),
  bad('field of another level', cluster('podSubnet: 10.0.0.0/16'), ':4:1: podSubnet: there is no such field'),
  bad(
    'field in a list',
    init('nodeRegistration:\n  taints:\n  - kee: a\n    key: a\n    effect: NoExecute'),
    ':5:5: nodeRegistration.taints[0].kee: nodeRegistration.taints[0] has no such field',
    '"key"',
  ),
  bad('__proto__', cluster('__proto__: {clusterName: a}'), ':4:1: __proto__: there is no such field'),
  bad('gate __proto__', cluster('featureGates: {__proto__: true}'), 'featureGates.__proto__: '),
  bad(
    'gate constructor',
    cluster('featureGates: {constructor: true}'),
    'featureGates.constructor: there is no such feature gate',
  ),
  bad(
    'gate misspelt',
    cluster('featureGates: {RootlesControlPlane: true}'),
    'there is no such feature gate',
    'did you mean "RootlessControlPlane"?',
  ),
  bad('blank in a field', cluster('"clusterName ": a'), ':4:1: clusterName : there is no such field', '"clusterName"'),
  bad('number as a field', cluster('1: a'), ':4:1: 1: there is no such field'),
  bad('empty field', cluster('"": a'), 'kubeadm.yaml:4:1: there is no such field'),
  bad(
    'field newer than the version',
    cluster('encryptionAlgorithm: RSA-2048').replace('v1beta4', 'v1beta3'),
    ':4:1: encryptionAlgorithm: there is no such field',
  ),
  bad('escape sequence in a field', cluster('"\\e[31mred": a'), ':4:1: \\x1b[31mred: there is no such field'),
  bad('no apiVersion', 'kind: InitConfiguration\n', ':1:1: the document does not say what it is'),
  bad('no kind', 'apiVersion: kubeadm.k8s.io/v1beta4\n', ':1:1: the document does not say what it is'),
  bad('kind is a list', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: [InitConfiguration]\n', 'does not say what it is'),
  bad('misspelt kind', document('InitConfigration', ''), 'neither an InitConfiguration nor a ClusterConfiguration'),
  bad('misspelt group', cluster('').replace('kubeadm.k8s.io', 'kubeadm.k8s.oi'), 'neither an InitConfiguration nor'),
  bad('kind of a cluster object', 'apiVersion: v1\nkind: Pod\n', ':1:1: the document does not say what it is'),
  bad('kind of another command', document('ResetConfiguration', ''), 'neither an InitConfiguration nor'),
  bad(
    'old version',
    cluster('').replace('v1beta4', 'v1beta2'),
    ':1:1: apiVersion: kubeadm.k8s.io/v1beta2 is too old',
    'kubeadm v1.22',
  ),
  bad('version to come', cluster('').replace('v1beta4', 'v2'), ':1:1: apiVersion: there is no such version', 'v1beta4'),
  bad(
    'version constructor',
    cluster('').replace('v1beta4', 'constructor'),
    ':1:1: apiVersion: there is no such version',
  ),
  bad('two slashes', cluster('').replace('/v1beta4', '/v1beta4/x'), ':1:1: the document does not say what it is'),
  bad(
    'version of the kubelet',
    `${cluster('')}---\napiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n`,
    ':6:1: apiVersion: of this group only kubelet.config.k8s.io/v1beta1',
  ),
  bad(
    'cluster twice',
    `${cluster('')}---\n${cluster('')}`,
    ':7:1: kind: a ClusterConfiguration stands in the file twice',
    'put both into one',
  ),
  bad(
    'init twice, of two versions',
    `${init('')}---\n${document('InitConfiguration', '', 'v1beta3')}`,
    'kind: a InitConfiguration stands in the file twice',
  ),
  bad(
    'foreign kind twice',
    `${cluster('')}${'---\napiVersion: a/v1\nkind: B\n'.repeat(2)}`,
    ':10:1: kind: a B stands in the file twice',
  ),
  bad(
    'mistakes in two documents',
    `${cluster('foo: 1')}---\n${init('bar: 1')}`,
    'has 2 mistakes',
    ':4:1: foo: ',
    ':8:1: bar: ',
  ),
  invalid(
    'unknown kind',
    `${cluster('')}---\n${document('InitConfigration', '')}`,
    ':6:1: apiVersion: kubeadm.k8s.io/v1beta4 InitConfigration is not known',
    'InitConfiguration',
  ),
  invalid(
    'unknown group',
    'apiVersion: example.org/v1\nkind: Foo\n',
    ':1:1: apiVersion: example.org/v1 Foo is not known',
  ),
];
