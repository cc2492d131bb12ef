import { join } from 'node:path';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import { etcdBinaries } from './components.ts';
import type { BootOptions } from './lab.ts';
import type { LabNode } from './node.ts';
import { placeProgram } from './node-files.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

/** Something that keeps a control plane from starting, and what a wait has to say of it. */
export interface Fault {
  readonly name: string;
  /** Files and disks of the machine before it boots. */
  readonly boot?: () => Promise<BootOptions>;
  /** What is done to the booted machine. */
  readonly prepare?: (node: LabNode) => Promise<unknown>;
  /** Lines of ClusterConfiguration. */
  readonly more?: string;
  /** Lines of InitConfiguration. */
  readonly moreOfInit?: string;
  /** Further documents of the configuration. */
  readonly documents?: string;
  readonly advertiseAddress?: string;
  /** Checks that see the fault beforehand. */
  readonly ignored?: readonly string[];
  readonly args?: readonly string[];
  /** `cause.code` and `cause.component` of the failure. */
  readonly cause: readonly [code: string, component: string];
  /** What the message must quote or name. */
  readonly says: RegExp;
}

/** Arguments of `init` with the fault. */
export async function faultyInit(node: LabNode, fault: Fault, waitFor: string): Promise<readonly string[]> {
  await fault.prepare?.(node);
  const timeouts = `timeouts:\n  controlPlaneComponentHealthCheck: ${waitFor}\n  kubeletHealthCheck: ${waitFor}`;
  const moreOfInit = [fault.moreOfInit ?? [], timeouts].flat().join('\n');
  const config = clusterConfig(node, { more: fault.more ?? '', moreOfInit });
  const address = fault.advertiseAddress;
  const placed =
    address === undefined
      ? config
      : config.replace(`advertiseAddress: ${node.addresses.ipv4}`, `advertiseAddress: ${address}`);
  await node.writeFile('/root/init.yaml', `${placed}${fault.documents ?? ''}`);
  const ignored = [IGNORED_CHECKS, ...(fault.ignored ?? [])].join(',');
  return ['init', '--config=/root/init.yaml', ignored, ...(fault.args ?? [])];
}

const image = (name: string) => `registry.k8s.io/${name}:${DEFAULT_VERSION}`;

/** Takes an image away; there is no registry to get it from. */
async function removeImage(node: LabNode, reference: string): Promise<void> {
  await node.run('ctr', '-n', 'k8s.io', 'images', 'rm', '--sync', reference);
}

/** A program that holds a port for as long as the machine runs. */
async function takePort(node: LabNode, port: number, address = '127.0.0.1'): Promise<void> {
  const listen = `TCP-LISTEN:${port},bind=${address},fork,reuseaddr`;
  await node.run('systemd-run', '--unit', `squatter-${port}`, 'socat', listen, 'OPEN:/dev/null');
}

const brokenKey = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\n';
const extraArg = (component: string, name: string, value: string) =>
  `${component}:\n  extraArgs:\n  - {name: ${name}, value: "${value}"}`;
const etcdArg = (name: string, value: string) =>
  `etcd:\n  local:\n    extraArgs:\n    - {name: ${name}, value: "${value}"}`;
const kubeletArg = (name: string, value: string) =>
  `nodeRegistration:\n  kubeletExtraArgs:\n  - {name: ${name}, value: "${value}"}`;
const kubeletConfiguration = (line: string) =>
  `---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${line}\n`;
const etcdData = ['DirAvailable--var-lib-etcd'];

async function withEtcdBinary(): Promise<BootOptions> {
  const folder = await etcdBinaries(release(DEFAULT_VERSION));
  return { furnish: (root) => placeProgram(join(folder, 'etcd'), root, '/usr/bin/etcd') };
}

export const faults: readonly Fault[] = [
  {
    name: 'an image that cannot be pulled',
    prepare: (node) => removeImage(node, image('kube-scheduler')),
    ignored: ['ImagePull'],
    cause: ['image-pull', 'kube-scheduler'],
    says: /kube-scheduler:v1\.36\.3/,
  },
  {
    name: 'an image that must not be pulled',
    prepare: async (node) => {
      await removeImage(node, image('kube-apiserver'));
      const patch = { spec: { containers: [{ name: 'kube-apiserver', imagePullPolicy: 'Never' }] } };
      await node.writeFile('/root/patches/kube-apiserver.json', JSON.stringify(patch));
    },
    moreOfInit: 'patches:\n  directory: /root/patches',
    ignored: ['ImagePull'],
    cause: ['image-never-pulled', 'kube-apiserver'],
    says: /kube-apiserver:v1\.36\.3/,
  },
  {
    name: 'an unknown flag of the API server',
    more: extraArg('apiServer', 'no-such-flag', 'x'),
    cause: ['unknown-flag', 'kube-apiserver'],
    says: /--no-such-flag/,
  },
  {
    name: 'an unknown flag of the controller manager',
    more: extraArg('controllerManager', 'no-such-flag', 'x'),
    cause: ['unknown-flag', 'kube-controller-manager'],
    says: /--no-such-flag/,
  },
  {
    name: 'an unknown flag of the scheduler',
    more: extraArg('scheduler', 'no-such-flag', 'x'),
    cause: ['unknown-flag', 'kube-scheduler'],
    says: /--no-such-flag/,
  },
  {
    name: 'an unknown flag of etcd',
    more: etcdArg('no-such-flag', 'x'),
    cause: ['unknown-flag', 'etcd'],
    says: /no-such-flag/,
  },
  {
    name: 'a value that a flag does not take',
    more: extraArg('apiServer', 'max-requests-inflight', 'many'),
    cause: ['bad-flag-value', 'kube-apiserver'],
    says: /max-requests-inflight/,
  },
  {
    name: 'the port of the API server taken',
    prepare: (node) => takePort(node, 6443, '0.0.0.0'),
    ignored: ['Port-6443'],
    cause: ['port-taken', 'kube-apiserver'],
    says: /6443/,
  },
  {
    name: 'the port of the scheduler taken',
    prepare: (node) => takePort(node, 10259),
    ignored: ['Port-10259'],
    cause: ['port-taken', 'kube-scheduler'],
    says: /10259/,
  },
  {
    name: 'the port of etcd taken',
    prepare: (node) => takePort(node, 2379),
    ignored: ['Port-2379'],
    cause: ['port-taken', 'etcd'],
    says: /2379/,
  },
  {
    name: 'the port of the kubelet taken',
    prepare: (node) => takePort(node, 10250, '0.0.0.0'),
    ignored: ['Port-10250'],
    cause: ['port-taken', 'kubelet'],
    says: /10250/,
  },
  {
    name: "the port of the kubelet's health taken",
    prepare: (node) => takePort(node, 10248),
    cause: ['port-taken', 'kubelet'],
    says: /10248/,
  },
  {
    name: 'a key of the API server that is none',
    prepare: (node) => node.writeFile('/etc/kubernetes/pki/other.key', brokenKey, 0o600),
    more: extraArg('apiServer', 'tls-private-key-file', '/etc/kubernetes/pki/other.key'),
    cause: ['bad-certificate', 'kube-apiserver'],
    says: /PEM data in key/,
  },
  {
    name: 'a certificate of etcd that is not there',
    more: etcdArg('cert-file', '/etc/kubernetes/pki/etcd/none.crt'),
    cause: ['missing-file', 'etcd'],
    says: /none\.crt/,
  },
  {
    name: 'a database of etcd that is none',
    prepare: async (node) => {
      await node.run('mkdir', '-p', '/var/lib/etcd/member/snap', '/var/lib/etcd/member/wal');
      await node.run('sh', '-c', 'head -c 200000 /dev/urandom > /var/lib/etcd/member/snap/db');
    },
    ignored: etcdData,
    cause: ['etcd-data', 'etcd'],
    says: /database|\/var\/lib\/etcd/,
  },
  {
    name: 'etcd data of a member of a larger cluster',
    boot: withEtcdBinary,
    prepare: async (node) => {
      const peers = ['cp1', 'cp2', 'cp3'].map((name, index) => `${name}=http://172.30.99.1${index}:2380`);
      const flags = [
        '--name=cp1',
        '--data-dir=/var/lib/etcd',
        `--initial-cluster=${peers.join(',')}`,
        '--initial-advertise-peer-urls=http://172.30.99.10:2380',
        '--listen-peer-urls=http://127.0.0.1:2380',
      ];
      await node.exec(['timeout', '2', 'etcd', ...flags]);
    },
    ignored: etcdData,
    cause: ['etcd-no-leader', 'etcd'],
    says: /leader/,
  },
  {
    name: 'the sandbox image missing',
    prepare: (node) => removeImage(node, `registry.k8s.io/pause:${release(DEFAULT_VERSION).pause}`),
    ignored: ['ImagePull'],
    cause: ['sandbox-image', 'container runtime'],
    says: /pause:3\.10/,
  },
  {
    name: 'an unknown flag of the kubelet',
    moreOfInit: kubeletArg('no-such-flag', 'x'),
    cause: ['unknown-flag', 'kubelet'],
    says: /no-such-flag/,
  },
  {
    name: 'a value that the kubelet does not take',
    documents: kubeletConfiguration('topologyManagerPolicy: nonsense'),
    cause: ['bad-configuration', 'kubelet'],
    says: /nonsense/,
  },
  {
    name: 'a kubelet that refuses the control groups of the machine',
    prepare: (node) => node.writeFile('/etc/default/kubelet', 'KUBELET_EXTRA_ARGS=--fail-swap-on=false\n'),
    cause: ['cgroup-v1', 'kubelet'],
    says: /control groups v1/,
  },
  {
    name: 'another cgroup driver than the runtime has',
    documents: kubeletConfiguration('cgroupDriver: cgroupfs'),
    cause: ['cgroup-driver', 'container runtime'],
    says: /cgroup driver/,
  },
  {
    name: 'containerd stopped',
    prepare: async (node) => {
      const dropIn =
        '[Service]\nExecStartPre=/usr/bin/systemctl --no-block stop containerd\nExecStartPre=/usr/bin/sleep 0.5\n';
      await node.writeFile('/etc/systemd/system/kubelet.service.d/50-fault.conf', dropIn);
    },
    cause: ['runtime-down', 'container runtime'],
    says: /containerd/,
  },
  {
    name: 'a full disk below etcd',
    boot: async () => ({ tmpfs: { '/var/lib/etcd': '40m' } }),
    ignored: etcdData,
    cause: ['disk-full', 'etcd'],
    says: /no space left/,
  },
  {
    name: 'a manifest that is no Pod any more',
    prepare: (node) => node.writeFile('/root/patches/kube-scheduler0+merge.json', '{"spec":{"hostNetwork":"perhaps"}}'),
    moreOfInit: 'patches:\n  directory: /root/patches',
    cause: ['bad-manifest', 'kube-scheduler'],
    says: /kube-scheduler\.yaml/,
  },
  {
    name: 'an advertise address of another machine',
    advertiseAddress: '172.30.0.222',
    cause: ['address-not-here', 'etcd'],
    says: /172\.30\.0\.222/,
  },
  {
    name: 'an external etcd that does not answer',
    prepare: async (node) => {
      await node.run(
        'sh',
        '-c',
        'cd /root && openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=x -keyout e.key -out e.crt',
      );
    },
    more: 'etcd:\n  external:\n    endpoints: ["https://172.30.0.250:2379"]\n    caFile: /root/e.crt\n    certFile: /root/e.crt\n    keyFile: /root/e.key',
    ignored: ['ExternalEtcdVersion'],
    cause: ['etcd-unreachable', 'kube-apiserver'],
    says: /172\.30\.0\.250:2379/,
  },
  {
    name: 'a volume that is of another kind than the manifest says',
    prepare: (node) => node.writeFile('/root/some-file', ''),
    more: 'controllerManager:\n  extraVolumes:\n  - {name: odd, hostPath: /root/some-file, mountPath: /odd, pathType: Directory}',
    cause: ['volume', 'kube-controller-manager'],
    says: /some-file/,
  },
];
