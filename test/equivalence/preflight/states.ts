import { dirname } from 'node:path';
import { type CheckedCommand, listening, type MachineState } from './machine.ts';

/** A machine on which a check finds something, and what. */
export interface FiringState {
  readonly command: CheckedCommand;
  readonly check: string;
  readonly severity: 'WARNING' | 'ERROR';
  readonly name: string;
  readonly state: MachineState;
}

const manifests = '/etc/kubernetes/manifests';
const proxy = 'http://10.9.9.9:3128';
const external = (endpoint: string, files: object = {}) => ({
  etcd: { external: { endpoints: [endpoint], ...files } },
});

function fires(check: string, severity: 'WARNING' | 'ERROR', name: string, state: MachineState): FiringState {
  return { command: 'init', check, severity, name, state };
}

function withoutTool(file: string): FiringState {
  const path = `for folder in /usr/sbin /usr/bin /sbin /bin; do rm -f $folder/${file}; done`;
  return fires(`FileExisting-${file}`, 'ERROR', 'not on PATH', { before: path });
}

function taken(port: number): FiringState {
  return fires(`Port-${port}`, 'ERROR', 'taken', { before: listening(`/case/listen.cjs ${port}`) });
}

function there(path: string): FiringState {
  const before = `mkdir -p ${dirname(path)}; touch ${path}`;
  return fires(`FileAvailable-${path.replaceAll('/', '-')}`, 'ERROR', 'there', { before });
}

const makeCertificate = `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /case/etcd.key -out /case/etcd.crt -subj /CN=etcd -addext subjectAltName=IP:127.0.0.1 2>/dev/null`;
const otherAuthority =
  'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /case/other.key -out /case/other.crt -subj /CN=other 2>/dev/null';
const credentials = { caFile: '/case/etcd.crt', certFile: '/case/etcd.crt', keyFile: '/case/etcd.key' };

const ofInit: readonly FiringState[] = [
  fires('IsPrivilegedUser', 'ERROR', 'another user', {
    wrapped: 'env HOME=/tmp setpriv --reuid 65534 --regid 65534 --clear-groups --',
  }),
  fires('NumCPU', 'ERROR', 'one CPU', { wrapped: 'taskset -c 0' }),
  fires('Firewalld', 'WARNING', 'runs', { before: 'touch /case/units/firewalld /case/units/firewalld.active' }),
  ...[6443, 10259, 10257, 10250, 2379, 2380].map(taken),
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map((name) =>
    there(`${manifests}/${name}.yaml`),
  ),
  fires('HTTPProxy', 'WARNING', 'in between', { env: { HTTPS_PROXY: proxy, NO_PROXY: '10.96.0.0/12' } }),
  fires('HTTPProxyCIDR', 'WARNING', 'Services', { env: { HTTPS_PROXY: proxy, NO_PROXY: '10.10.0.0/16' } }),
  fires('HTTPProxyCIDR', 'WARNING', 'Pods', {
    env: { HTTPS_PROXY: proxy, no_proxy: '10.10.0.0/16,10.96.0.0/12' },
    cluster: { networking: { podSubnet: '10.244.0.0/16' } },
  }),
  fires('CRI', 'ERROR', 'nobody answers', { runtime: 'none' }),
  fires('CRI', 'ERROR', 'not ready', { runtime: 'unready' }),
  fires('ContainerRuntimeVersion', 'WARNING', 'old', { runtime: 'old' }),
  fires('ContainerRuntimeVersion', 'ERROR', 'nobody answers', { runtime: 'none' }),
  fires('Swap', 'WARNING', 'on', { before: 'printf "Filename Type\\n/dev/sda2 partition 1 0 -2\\n" >/case/swaps' }),
  ...['cp', 'losetup', 'mount'].map(withoutTool),
  fires('SystemVerification', 'ERROR', 'control groups without memory', {
    before: 'echo cpuset cpu io hugetlb pids >/case/controllers',
  }),
  fires('SystemVerification', 'WARNING', 'control groups without io', {
    before: 'echo cpuset cpu memory hugetlb pids >/case/controllers',
  }),
  fires('SystemVerification', 'ERROR', 'no kubelet', { before: 'rm /case/bin/kubelet' }),
  fires('Hostname', 'WARNING', 'does not resolve', { hostName: 'node2' }),
  fires('KubeletVersion', 'ERROR', 'too old', { kubelet: 'v1.30.9' }),
  fires('KubeletVersion', 'ERROR', 'newer', { kubelet: 'v1.99.0' }),
  fires('KubeletVersion', 'ERROR', 'not there', { before: 'rm /case/bin/kubelet' }),
  fires('KubeletVersion', 'ERROR', 'says something else', { kubelet: 'of some kind' }),
  fires('Service-kubelet', 'WARNING', 'no such service', {
    before: 'rm /case/units/kubelet.enabled /case/units/kubelet',
  }),
  fires('Service-kubelet', 'WARNING', 'not enabled', { before: 'rm /case/units/kubelet.enabled' }),
  fires('FileContent--proc-sys-net-ipv4-ip_forward', 'ERROR', 'off', {
    before: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
  }),
  fires('FileContent--proc-sys-net-ipv6-conf-default-forwarding', 'ERROR', 'off', {
    before: 'echo 0 >/proc/sys/net/ipv6/conf/default/forwarding',
    cluster: { networking: { serviceSubnet: '10.96.0.0/16,fd00:96::/112' } },
  }),
  fires('DirAvailable--var-lib-etcd', 'ERROR', 'not empty', { before: 'mkdir -p /var/lib/etcd/member' }),
  fires('DirAvailable--var-lib-etcd', 'ERROR', 'a file', { before: 'touch /var/lib/etcd' }),
  fires('ExternalEtcdVersion', 'ERROR', 'too old', {
    before: listening('/case/etcd.cjs 2399 3.4.9'),
    cluster: external('http://127.0.0.1:2399'),
  }),
  fires('ExternalEtcdVersion', 'ERROR', 'nobody answers', { cluster: external('http://127.0.0.1:2399') }),
  fires('ExternalEtcdVersion', 'ERROR', 'of another CA', {
    before: [
      makeCertificate,
      otherAuthority,
      listening('/case/etcd.cjs 2399 3.6.8 /case/etcd.key /case/etcd.crt'),
    ].join('\n'),
    cluster: external('https://127.0.0.1:2399', { ...credentials, caFile: '/case/other.crt' }),
  }),
  fires('ExternalEtcdClientCertificates', 'ERROR', 'not there', {
    before: [makeCertificate, listening('/case/etcd.cjs 2399 3.6.8 /case/etcd.key /case/etcd.crt')].join('\n'),
    cluster: external('https://127.0.0.1:2399', {
      ...credentials,
      certFile: '/case/none.crt',
      keyFile: '/case/none.key',
    }),
  }),
];

/** What `join` checks before it knows the cluster, as `init` does. */
const ofEveryNode =
  /^(IsPrivilegedUser|CRI|ContainerRuntimeVersion|Swap|FileExisting-.*|SystemVerification|Hostname|Service-kubelet|Port-10250|FileContent--proc-sys-net-ipv4-ip_forward)$/;

/** What a joining control plane checks when it knows the cluster, as `init` does. */
const ofControlPlane =
  /^(NumCPU|Firewalld|Port-(6443|10259|10257|2379|2380)|FileAvailable--etc-kubernetes-manifests-.*|HTTPProxy|HTTPProxyCIDR|DirAvailable-.*)$/;

function asWellOn(command: CheckedCommand, checks: RegExp): readonly FiringState[] {
  return ofInit.filter(({ check }) => checks.test(check)).map((one) => ({ ...one, command }));
}

const ofJoin: readonly FiringState[] = [
  there('/etc/kubernetes/kubelet.conf'),
  there('/etc/kubernetes/bootstrap-kubelet.conf'),
  there('/etc/kubernetes/pki/ca.crt'),
  fires('HTTPProxy', 'WARNING', 'in between', { env: { HTTPS_PROXY: proxy }, endpoint: '10.10.0.5:7443' }),
  fires('KubeletVersion', 'ERROR', 'too old', { kubelet: 'v1.30.9' }),
  fires('KubeletVersion', 'ERROR', 'not there', { before: 'rm /case/bin/kubelet' }),
  fires('FileContent--proc-sys-net-ipv6-conf-default-forwarding', 'ERROR', 'off', {
    before: 'echo 0 >/proc/sys/net/ipv6/conf/default/forwarding',
    endpoint: '[::1]:7443',
  }),
].map((one) => ({ ...one, command: 'join' }));

/** States in which a check of kubeadm finds something, at least one for each check of each command. */
export const firingStates: readonly FiringState[] = [
  ...ofInit,
  ...asWellOn('join', ofEveryNode),
  ...ofJoin,
  ...asWellOn('join-control-plane', ofControlPlane),
  {
    ...fires('ExternalEtcdClientCertificates', 'ERROR', 'not there', {
      cluster: external('https://127.0.0.1:2399', credentials),
      ownCertificates: true,
    }),
    command: 'join-control-plane',
  },
];

/** States in which nothing is found, beside the one that all others begin with. */
export const quietStates: readonly {
  readonly command: CheckedCommand;
  readonly name: string;
  readonly state: MachineState;
}[] = [
  { command: 'init', name: 'as it should be', state: {} },
  {
    command: 'init',
    name: 'external etcd that is new enough',
    state: {
      before: [makeCertificate, listening('/case/etcd.cjs 2399 3.6.8 /case/etcd.key /case/etcd.crt')].join('\n'),
      cluster: external('https://127.0.0.1:2399', credentials),
    },
  },
  { command: 'init', name: 'a proxy for others', state: { env: { HTTPS_PROXY: proxy, NO_PROXY: '10.0.0.0/8' } } },
  {
    command: 'init',
    name: 'IPv6 that is forwarded',
    state: { cluster: { networking: { serviceSubnet: '10.96.0.0/16,fd00:96::/112' } } },
  },
  { command: 'init', name: 'a kubelet that is older, but not too old', state: { kubelet: 'v1.34.0' } },
  { command: 'init', name: 'an empty folder for etcd', state: { before: 'mkdir -p /var/lib/etcd' } },
  { command: 'join', name: 'as it should be', state: {} },
  { command: 'join', name: 'manifests of somebody', state: there(`${manifests}/etcd.yaml`).state },
  { command: 'join', name: 'a cluster on IPv6', state: { endpoint: '[::1]:7443' } },
  { command: 'join-control-plane', name: 'as it should be', state: {} },
  { command: 'join-control-plane', name: 'its CA is there', state: there('/etc/kubernetes/pki/ca.crt').state },
  {
    command: 'join-control-plane',
    name: 'certificates for external etcd that will be downloaded',
    state: { cluster: external('https://127.0.0.1:2399', credentials) },
  },
  { command: 'join-control-plane', name: 'an empty folder for etcd', state: { before: 'mkdir -p /var/lib/etcd' } },
];
