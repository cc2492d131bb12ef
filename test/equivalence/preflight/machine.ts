import type { Release } from '../../lab/versions.ts';
import type { Case } from '../case.ts';
import { CONFIGURATION } from '../sandbox.ts';
import { clusterServer } from './cluster-server.ts';

/** A state of a machine, as what distinguishes it from one on which every check is content. */
export interface MachineState {
  /** Shell commands before the checks. */
  readonly before?: string;
  /** A word or more before the command, such as `taskset -c 0`. */
  readonly wrapped?: string;
  /** Traits of the container runtime, or none at all; see runtime.ts. */
  readonly runtime?: 'old' | 'unready' | 'none';
  readonly kubelet?: string;
  readonly hostName?: string;
  readonly env?: { readonly [name: string]: string };
  readonly cluster?: Case['cluster'];
  /** Where a joining node looks for the cluster; this machine itself unless said. */
  readonly endpoint?: string;
  /** A joining control plane has the shared certificates already, and no key to download them with. */
  readonly ownCertificates?: true;
  /** Flags of `init phase preflight`. */
  readonly flags?: string;
}

/** Whose checks are asked. A joining control plane has two rounds, one before and one after it knows the cluster. */
export type CheckedCommand = 'init' | 'join' | 'join-control-plane';

const socket = '/var/run/containerd/containerd.sock';

/**
 * Answers as systemctl does; a unit's traits are files in /case/units.
 * Each unit has what the kubelet's package brings.
 */
const systemctl = `#!/bin/sh
unit=\${2%.service}
has() { [ -e "/case/units/$unit.$1" ]; }
case "$1" in
status) has unit && { echo "  Loaded: loaded (/usr/lib/systemd/system/$unit.service)"; exit 3; }
  echo "Unit $unit.service could not be found." >&2; exit 4;;
is-enabled) has enabled && { echo enabled; exit 0; }; echo disabled; exit 1;;
is-active) has active && { echo active; exit 0; }; echo inactive; exit 3;;
cat) cat /case/units/kubelet.unit;;
esac
`;

const unit = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS
`;

/** Listens on TCP ports for a minute: `node listen.cjs PORT…`. */
const listener = `
const { createServer } = require('net');
const ports = process.argv.slice(2).map(Number);
Promise.all(ports.map((port) => new Promise((resolve) => createServer().listen(port, resolve)))).then(() =>
  require('fs').writeFileSync('/case/listening', ''));
setTimeout(() => process.exit(0), 60000);
`;

/** An etcd as far as its version: \`node etcd.cjs PORT VERSION [KEY CERTIFICATE]\`. */
const etcd = `
const [, , port, version, key, cert] = process.argv;
const read = (path) => require('fs').readFileSync(path);
const answer = (_, response) => response.end(JSON.stringify({ etcdserver: version, etcdcluster: '3.6.0' }));
const server = key ? require('https').createServer({ key: read(key), cert: read(cert) }, answer) : require('http').createServer(answer);
server.listen(Number(port), '127.0.0.1', () => require('fs').writeFileSync('/case/listening', ''));
setTimeout(() => process.exit(0), 60000);
`;

/** Starts a program in the background and waits until it listens. */
export function listening(command: string): string {
  return `node ${command} & started="$started $!"\nfor _ in $(seq 400); do [ -e /case/listening ] || sleep 0.05; done`;
}

/**
 * The case of a state: `init phase preflight` or `join phase preflight` by a program that is called kubeadm, on a machine
 * in that state. A node that joins finds a cluster on the same machine.
 */
export function caseOf(
  command: CheckedCommand,
  state: MachineState,
  release: Release,
  runtime: string,
  pause: string,
): Case {
  const { before = '', wrapped = '', flags = '', kubelet = release.kubernetes } = state;
  const runtimeWords = state.runtime === undefined ? pause : `${pause} ${state.runtime}`;
  const words = `${command === 'init' ? 'init' : 'join'} phase preflight ${flags} --config ${CONFIGURATION}`;
  const step = [
    'cp /case/systemctl /case/bin/systemctl',
    'chmod 755 /case/bin/systemctl /case/bin/kubelet',
    'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/default/forwarding',
    'grep -v "^[^F]" /proc/swaps >/case/swaps || :; mount --bind /case/swaps /proc/swaps',
    'echo "10.10.0.5 node1" >>/etc/hosts',
    // Whatever control groups this host has.
    'mount -t cgroup2 none /sys/fs/cgroup',
    'echo cpuset cpu io memory hugetlb pids >/case/controllers',
    'mount --bind /case/controllers /sys/fs/cgroup/cgroup.controllers',
    ...(state.runtime === 'none'
      ? []
      : [
          `node /case/runtime.cjs ${socket} ${runtimeWords} >/dev/null 2>&1 & started="$started $!"`,
          `until [ -S ${socket} ]; do sleep 0.05; done`,
        ]),
    ...(command === 'init'
      ? []
      : [
          `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /case/api.key -out /case/api.crt -subj /CN=api -addext subjectAltName=IP:127.0.0.1,IP:::1,IP:10.10.0.5 2>/dev/null`,
          `node /case/cluster.cjs ${apiPort} /case/api.key /case/api.crt /case/cluster.json & started="$started $!"`,
          'for _ in $(seq 400); do [ -e /case/serving ] || sleep 0.05; done',
        ]),
    ...(state.ownCertificates
      ? ['for made in ca front-proxy-ca sa; do kubeadm init phase certs $made >/dev/null; done']
      : []),
    before,
    `${wrapped} kubeadm ${words}; code=$?`,
    'kill $started 2>/dev/null; exit $code',
  ].join('\n');
  return {
    as: 'kubeadm',
    ...(command === 'init' ? { init: { nodeRegistration: { imagePullPolicy: 'Never' } } } : {}),
    ...(command === 'init' && state.cluster !== undefined ? { cluster: state.cluster } : {}),
    ...(command === 'init' ? {} : { text: joinDocument(command, state) }),
    ...(state.hostName === undefined ? {} : { hostName: state.hostName }),
    ...(state.env === undefined ? {} : { env: state.env }),
    files: {
      '/case/systemctl': systemctl,
      '/case/units/kubelet.unit': unit,
      '/case/units/kubelet': '',
      '/case/units/kubelet.enabled': '',
      '/case/bin/kubelet': `#!/bin/sh\necho Kubernetes ${kubelet}\n`,
      '/case/runtime.cjs': runtime,
      '/case/listen.cjs': listener,
      '/case/etcd.cjs': etcd,
      '/case/cluster.cjs': clusterServer,
      '/case/cluster.json': JSON.stringify(storedCluster(release, state)),
    },
    steps: [`!${step}`],
  };
}

const apiPort = 7443;

function storedCluster(release: Release, { cluster }: MachineState): object {
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    kubernetesVersion: release.kubernetes,
    controlPlaneEndpoint: `127.0.0.1:${apiPort}`,
    networking: { serviceSubnet: '10.96.0.0/12', dnsDomain: 'cluster.local' },
    ...cluster,
  };
}

function joinDocument(
  command: CheckedCommand,
  { endpoint = `127.0.0.1:${apiPort}`, ownCertificates }: MachineState,
): string {
  const controlPlane = ownCertificates ? {} : { certificateKey: '0'.repeat(64) };
  return JSON.stringify({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'JoinConfiguration',
    discovery: {
      bootstrapToken: {
        apiServerEndpoint: endpoint,
        token: 'abcdef.0123456789abcdef',
        unsafeSkipCAVerification: true,
      },
    },
    nodeRegistration: { imagePullPolicy: 'Never' },
    timeouts: { discovery: '2s' },
    ...(command === 'join' ? {} : { controlPlane }),
  });
}
