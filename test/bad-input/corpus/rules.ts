import { bad, cluster, document, init, invalid } from '../bad-input.ts';

/** A mistake for every rule in src/spec/rules; that none is left out is held by corpus.test.ts. */

const token = 'token: abcdef.0123456789abcdef';
const noCheck = 'unsafeSkipCAVerification: true';

function join(fields: string): string {
  return document('JoinConfiguration', fields);
}

function joinAt(bootstrapToken: string, more = ''): string {
  return join(`discovery: {bootstrapToken: {${bootstrapToken}}}\n${more}`);
}

/** A way to join that nothing is wrong with; what follows begins in line 4. */
function joinWith(fields: string): string {
  return joinAt(`${token}, ${noCheck}, apiServerEndpoint: "10.0.0.1:6443"`, fields);
}

const server = ':3:30: discovery.bootstrapToken.';

export const initRuleBreaches = [
  bad(
    'version',
    cluster('').replace('v1.36.3', '1.x'),
    ':3:1: kubernetesVersion: this is neither a version nor a label',
  ),
  bad('old Kubernetes', cluster('').replace('v1.36.3', 'v1.20.0'), ':3:1: kubernetesVersion: this version is too old'),
  bad('new Kubernetes', cluster('').replace('v1.36.3', 'v1.99.0'), ':3:1: kubernetesVersion: this version is newer'),
  bad('gate overruled', cluster('featureGates: {EtcdLearnerMode: false}'), ':4:16: featureGates.EtcdLearnerMode: '),
  bad(
    'node name',
    init('nodeRegistration: {name: a_b}'),
    ':3:20: nodeRegistration.name: this cannot be the name of a node (found a_b)',
  ),
  bad(
    'address',
    init('localAPIEndpoint: {advertiseAddress: 10.0.0.300}'),
    ':3:20: localAPIEndpoint.advertiseAddress: this is no IP',
  ),
  bad(
    'port',
    init('localAPIEndpoint: {advertiseAddress: 10.0.0.1, bindPort: 70000}'),
    'localAPIEndpoint.bindPort: a port is a number',
  ),
  bad(
    'family',
    `${cluster('networking: {serviceSubnet: "fd00::/112"}')}---\n${init('localAPIEndpoint: {advertiseAddress: 10.0.0.1}')}`,
    'networking.serviceSubnet: the API server has the IPv4 address',
  ),
  bad(
    'endpoint',
    cluster('controlPlaneEndpoint: a_b:6443'),
    ':4:1: controlPlaneEndpoint: the host is neither an IP address nor',
  ),
  bad(
    'endpoint as a URL',
    cluster('controlPlaneEndpoint: https://a.b:6443/'),
    'a host is wanted, not a URL',
    'write a.b:6443',
  ),
  bad(
    'port of the endpoint',
    cluster('controlPlaneEndpoint: a.b:0'),
    'the port is no number between 1 and 65535 (found a.b:0)',
  ),
  bad(
    'service range',
    cluster('networking: {serviceSubnet: 10.96.0.0/33}'),
    ':4:14: networking.serviceSubnet: this is no range',
  ),
  bad(
    'small service range',
    cluster('networking: {serviceSubnet: 10.96.0.0/30}'),
    'the range has 4 addresses, at least 10',
  ),
  bad(
    'large service range',
    cluster('networking: {serviceSubnet: 10.0.0.0/8}'),
    'the API server cannot manage so large a range',
  ),
  bad(
    'ranges of one family',
    cluster('networking: {serviceSubnet: "10.0.0.0/16,10.1.0.0/16"}'),
    'one of IPv4 and one of IPv6',
  ),
  bad('pod range', cluster('networking: {podSubnet: 10.244.0.0}'), ':4:14: networking.podSubnet: this is no range'),
  bad(
    'pod range below a node',
    cluster('networking: {podSubnet: 10.244.0.0/26}'),
    'the range is smaller than the part that one node',
  ),
  bad(
    'node mask',
    cluster(
      'networking: {podSubnet: 10.244.0.0/16}\ncontrollerManager: {extraArgs: [{name: node-cidr-mask-size-ipv4, value: a}]}',
    ),
    'node-cidr-mask-size-ipv4 is no whole number',
  ),
  bad('domain', cluster('networking: {dnsDomain: cluster_local}'), ':4:14: networking.dnsDomain: this is no DNS name'),
  bad(
    'repository',
    cluster('imageRepository: https://a.b/c'),
    ':4:1: imageRepository: no image can be named',
    'write a.b/c',
  ),
  bad(
    'repository of slashes',
    cluster(`imageRepository: "${'/'.repeat(100_000)}!"`),
    'imageRepository: no image can be named',
  ),
  bad('tag', cluster('dns: {imageTag: "v1 "}'), ':4:7: dns.imageTag: this is no image tag (found v1 )'),
  bad(
    'relative path',
    cluster('certificatesDir: ./pki'),
    ':4:1: certificatesDir: the path must begin with / (found ./pki)',
  ),
  bad(
    'name in a certificate',
    cluster('apiServer: {certSANs: ["a b"]}'),
    ':4:24: apiServer.certSANs[0]: this is neither an IP',
  ),
  bad(
    'argument with dashes',
    cluster('scheduler: {extraArgs: [{name: --v, value: "4"}]}'),
    'scheduler.extraArgs[0].name: the name of an',
    'write v',
  ),
  bad(
    'kubelet argument without name',
    init('nodeRegistration: {kubeletExtraArgs: [{value: a}]}'),
    'kubeletExtraArgs[0].name: the argument has no name',
  ),
  bad(
    'volume',
    cluster('apiServer: {extraVolumes: [{name: A_, hostPath: /a, mountPath: /b}]}'),
    'extraVolumes[0].name: this cannot be the name',
  ),
  bad(
    'variable',
    cluster('apiServer: {extraEnvs: [{name: "a=b"}]}'),
    'apiServer.extraEnvs[0].name: this cannot be the name of a',
  ),
  bad(
    'key algorithm',
    cluster('encryptionAlgorithm: RSA-4069'),
    ':4:1: encryptionAlgorithm: there is no such',
    'did you mean RSA-4096?',
  ),
  bad(
    'validity',
    cluster('certificateValidityPeriod: -1h'),
    ':4:1: certificateValidityPeriod: the certificates would be expired',
  ),
  bad(
    'two kinds of etcd',
    cluster('etcd: {local: {}, external: {endpoints: ["https://a:2379"]}}'),
    'etcd.local: etcd is either local or external',
  ),
  bad(
    'external etcd',
    cluster('etcd: {external: {endpoints: [a], certFile: /a}}'),
    'endpoints[0]: the URL has no scheme',
    'etcd.external.keyFile: certFile is set',
  ),
  bad(
    'usage of a token',
    init(`bootstrapTokens: [{${token}, usages: [sining, authentication]}]`),
    'usages[0]: there is no such usage (found sining)',
  ),
  bad(
    'group of a token',
    init(`bootstrapTokens: [{${token}, groups: ["system:masters"]}]`),
    'groups[0]: tokens cannot be in this group',
  ),
  bad(
    'end of a token',
    init(`bootstrapTokens: [{${token}, expires: "2030-01-01T00:00:00Z"}]`),
    'expires: expires cannot be combined with ttl',
  ),
  bad(
    'certificate key',
    init('certificateKey: 00ff'),
    ':3:1: certificateKey: the key must be 64 hexadecimal digits (found 4 digits)',
  ),
  bad(
    'pull policy',
    init('nodeRegistration: {imagePullPolicy: Allways}'),
    'imagePullPolicy: there is no such pull policy',
    'did you mean Always?',
  ),
  bad(
    'ignored checks',
    init('nodeRegistration: {ignorePreflightErrors: [all, Swap]}'),
    'ignorePreflightErrors: all stands for every check',
  ),
  bad(
    'taint',
    init('nodeRegistration: {taints: [{key: a, effect: NoSchedul}]}'),
    'nodeRegistration.taints[0].effect: there is no such effect',
  ),
];

export const otherRuleBreaches = [
  invalid('no discovery', join('{}').replace('\n{}', ''), 'discovery: it is not said how to find the cluster'),
  invalid(
    'two discoveries',
    join(`discovery: {bootstrapToken: {${token}, ${noCheck}, apiServerEndpoint: "a:1"}, file: {kubeConfigPath: /a}}`),
    'discovery.file: the cluster is found with a token or with a file',
  ),
  invalid('no server', joinAt(`${token}, ${noCheck}`), 'apiServerEndpoint: the address of an API server'),
  invalid(
    'server without port',
    joinAt(`${token}, ${noCheck}, apiServerEndpoint: a`),
    'apiServerEndpoint: this is not host and port',
  ),
  invalid(
    'discovery token',
    joinAt(`token: abc, ${noCheck}, apiServerEndpoint: "a:1"`),
    `${server}token: this is no bootstrap token`,
  ),
  invalid(
    'hash of the CA',
    joinAt(`${token}, apiServerEndpoint: "a:1", caCertHashes: ["md5:1"]`),
    'caCertHashes[0]: this is no hash of a public key',
  ),
  invalid(
    'no hash of the CA',
    joinAt(`${token}, apiServerEndpoint: "a:1"`),
    'caCertHashes: without the hash of its CA',
  ),
  invalid(
    'discovery file',
    join('discovery: {file: {kubeConfigPath: "http://a/b"}}'),
    'kubeConfigPath: a URL must begin with https://',
  ),
  invalid('place of the CA', joinWith('caCertPath: ca.pem'), ':4:1: caCertPath: the CA certificate cannot be put here'),
  invalid(
    'port of a control plane',
    joinWith('controlPlane: {localAPIEndpoint: {bindPort: -5}}'),
    'controlPlane.localAPIEndpoint.bindPort: a port is',
  ),
  invalid(
    'node that joins',
    joinWith('nodeRegistration: {name: "a b"}'),
    ':4:20: nodeRegistration.name: this cannot be the name',
  ),
  invalid(
    'folder of certificates',
    document('ResetConfiguration', 'certificatesDir: pki'),
    ':3:1: certificatesDir: the path must begin',
  ),
  invalid(
    'flag of umount',
    document('ResetConfiguration', 'unmountFlags: [MNT_FROCE]'),
    ':3:16: unmountFlags[0]: there is no such flag',
    'MNT_FORCE',
  ),
  invalid(
    'checks of reset',
    document('ResetConfiguration', 'ignorePreflightErrors: [all, a]'),
    ':3:1: ignorePreflightErrors: all stands for',
  ),
  invalid(
    'folder of patches',
    document('UpgradeConfiguration', 'apply: {patches: {directory: a}}'),
    'apply.patches.directory: the path must begin with /',
  ),
  invalid(
    'pull policy of upgrade',
    document('UpgradeConfiguration', 'node: {imagePullPolicy: never}'),
    'node.imagePullPolicy: there is no such pull policy',
  ),
];
