import { bad, cluster, init } from '../bad-input.ts';

/** Every kind of field with values of another kind (every single field: every-field.test.ts). */

const kubelet = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const kubeProxy = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';

export const types = [
  bad(
    'number for text',
    cluster('clusterName: 5'),
    ':4:1: clusterName: expected text, found the number 5',
    'in quotes',
  ),
  bad(
    'version as a number',
    cluster('').replace('v1.36.3', '1.36'),
    ':3:1: kubernetesVersion: expected text, found the n',
  ),
  bad('yes for text', cluster('clusterName: yes'), ':4:1: clusterName: expected text, found true', 'in quotes'),
  bad('octal for text', cluster('clusterName: 0777'), 'clusterName: expected text, found the number 511'),
  bad('list for text', cluster('clusterName: [a]'), 'clusterName: expected text, found a list'),
  bad('mapping for text', cluster('clusterName: {a: b}'), 'clusterName: expected text, found a mapping'),
  bad(
    'text for true',
    cluster('proxy: {disabled: "true"}'),
    ':4:9: proxy.disabled: expected true or false, found text',
    'take the quotes away',
  ),
  bad('misspelt false', cluster('dns: {disabled: flase}'), ':4:7: dns.disabled: expected true or false, found text'),
  bad('tRUE', init('dryRun: tRUE'), ':3:1: dryRun: expected true or false, found text'),
  bad('1 for true', init('dryRun: 1'), ':3:1: dryRun: expected true or false, found the number 1'),
  bad('list for true', init('dryRun: [true]'), ':3:1: dryRun: expected true or false, found a list'),
  bad(
    'text for a number',
    init('localAPIEndpoint: {bindPort: "6443"}'),
    'bindPort: expected a whole number, found text',
  ),
  bad('true for a number', init('localAPIEndpoint: {bindPort: on}'), 'bindPort: expected a whole number, found true'),
  bad('half a number', init('localAPIEndpoint: {bindPort: 64.5}'), 'bindPort: expected a whole number'),
  bad('number beyond 32 bits', init('localAPIEndpoint: {bindPort: 1e12}'), 'bindPort: the number does not fit into 32'),
  bad('text for a list', cluster('apiServer: {certSANs: a}'), ':4:13: apiServer.certSANs: expected a list, found text'),
  bad('mapping for a list', cluster('apiServer: {certSANs: {a: b}}'), 'certSANs: expected a list, found a mapping'),
  bad(
    'number in a list',
    cluster('apiServer:\n  certSANs:\n  - a\n  - 7'),
    ':7:5: apiServer.certSANs[1]: expected text, found',
  ),
  bad(
    'text for a list of mappings',
    cluster('scheduler: {extraArgs: v}'),
    'scheduler.extraArgs: expected a list, found text',
  ),
  bad(
    'mapping of arguments',
    cluster('scheduler: {extraArgs: {v: "4"}}'),
    'extraArgs: expected a list, found a mapping',
  ),
  bad(
    'text in a list of mappings',
    cluster('scheduler: {extraArgs: [v=4]}'),
    'extraArgs[0]: expected a mapping of fields, found text',
  ),
  bad(
    'number for an argument',
    cluster('scheduler: {extraArgs: [{name: v, value: 4}]}'),
    'extraArgs[0].value: expected text, found the number 4',
  ),
  bad(
    'text for a mapping',
    cluster('networking: 10.0.0.0/16'),
    ':4:1: networking: expected a mapping of fields, found text',
  ),
  bad('list for a mapping', cluster('etcd: [local]'), ':4:1: etcd: expected a mapping of fields, found a list'),
  bad('number for a duration', cluster('certificateValidityPeriod: 8760'), 'expected text, found the number 8760'),
  bad(
    'days',
    cluster('certificateValidityPeriod: 365d'),
    ':4:1: certificateValidityPeriod: this is no duration (found 365d)',
    '8760h',
  ),
  bad(
    'unit of JavaScript',
    init('timeouts: {discovery: 1constructor}'),
    ':3:12: timeouts.discovery: this is no duration',
  ),
  bad('endless duration', init('timeouts: {discovery: 9999999999h}'), 'timeouts.discovery: this is no duration'),
  bad(
    'number for a token',
    init('bootstrapTokens: [{token: 123456.1234567890123456}]'),
    'bootstrapTokens[0].token: expected text, found a number',
  ),
  bad(
    'short token',
    init('bootstrapTokens: [{token: abc.def}]'),
    'bootstrapTokens[0].token: this is no bootstrap token',
  ),
  bad(
    'number for a key',
    init(`certificateKey: ${'12'.repeat(32)}`),
    ':3:1: certificateKey: expected text, found a number',
  ),
  bad(
    'time without zone',
    init('bootstrapTokens: [{expires: "2030-01-01T00:00:00"}]'),
    'expires: this is no RFC 3339 time',
  ),
  bad(
    'time that never was',
    init('nodeRegistration: {taints: [{key: a, effect: NoExecute, timeAdded: "2030-13-41T00:00:00Z"}]}'),
    'timeAdded: this is no RFC 3339 time',
  ),
  bad(
    'quantity',
    cluster('scheduler: {extraEnvs: [{name: A, valueFrom: {resourceFieldRef: {resource: b, divisor: 1Q}}}]}'),
    'resourceFieldRef.divisor: this is no quantity',
  ),
  bad(
    'list for a quantity',
    cluster('scheduler: {extraEnvs: [{name: A, valueFrom: {resourceFieldRef: {resource: b, divisor: []}}}]}'),
    'divisor: expected text or a number, found a list',
  ),
  bad(
    'text for a gate',
    cluster('featureGates: {RootlessControlPlane: "true"}'),
    ':4:16: featureGates.RootlessControlPlane: expected true or false',
  ),
  bad(
    'list of gates',
    cluster('featureGates: [RootlessControlPlane]'),
    'featureGates: expected a mapping of fields, found a list',
  ),
  bad(
    'text for a kubelet number',
    `${cluster('')}---\n${kubelet}maxPods: many\n`,
    ':8:1: maxPods: expected a whole number, found text',
  ),
  bad(
    'text for a kubelet list',
    `${cluster('')}---\n${kubelet}clusterDNS: 10.96.0.10\n`,
    ':8:1: clusterDNS: expected a list, found text',
  ),
  bad(
    'number for a kubelet duration',
    `${cluster('')}---\n${kubelet}syncFrequency: 60\n`,
    ':8:1: syncFrequency: expected text, found the',
  ),
  bad(
    'text inside the kubelet',
    `${cluster('')}---\n${kubelet}authentication: {anonymous: {enabled: "no"}}\n`,
    ':8:30: authentication.anonymous.enabled: expected true',
  ),
  bad('number for a mode', `${cluster('')}---\n${kubeProxy}mode: 4\n`, ':8:1: mode: expected text, found the number 4'),
  bad(
    'text inside kube-proxy',
    `${cluster('')}---\n${kubeProxy}conntrack: {min: a}\n`,
    ':8:13: conntrack.min: expected a whole number',
  ),
  bad(
    'v1beta3 with a list of arguments',
    `${cluster('scheduler: {extraArgs: [{name: v}]}')}`.replace('v1beta4', 'v1beta3'),
    ':4:13: scheduler.extraArgs: expected a mapping of fields, found a list',
  ),
  bad(
    'v1beta3 with a number',
    `${cluster('scheduler: {extraArgs: {v: 4}}')}`.replace('v1beta4', 'v1beta3'),
    ':4:25: scheduler.extraArgs.v: expected text, found the number 4',
  ),
];
