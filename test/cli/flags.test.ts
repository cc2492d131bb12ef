import { expect, test } from 'vitest';
import { findFlag, flagNamed, globalFlags, initFlags, joinFlags, runFlags } from '../../src/cli/flags.ts';
import type { Phase, Workflow } from '../../src/plan/phase.ts';
import { init } from '../../src/workflows/init.ts';
import { join } from '../../src/workflows/join.ts';

const initWorkflow = init as unknown as Workflow<never>;
const joinWorkflow = join as unknown as Workflow<never>;

const pki = ['cert-dir', 'config', 'dry-run', 'kubernetes-version'];
const serving = [
  ...pki,
  'apiserver-advertise-address',
  'apiserver-cert-extra-sans',
  'control-plane-endpoint',
  'service-cidr',
  'service-dns-domain',
];
const kubeconfig = [
  ...pki,
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'control-plane-endpoint',
  'kubeconfig-dir',
];
const pod = [...pki, 'image-repository', 'patches'];
const apiServer = [
  ...pod,
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'apiserver-extra-args',
  'control-plane-endpoint',
  'feature-gates',
  'service-cidr',
];
const upload = ['config', 'cri-socket', 'dry-run', 'kubeconfig'];
const finalize = ['cert-dir', 'config', 'dry-run'];
const addon = ['config', 'dry-run', 'image-repository', 'kubeconfig', 'kubernetes-version'];
const dns = [...addon, 'feature-gates', 'service-cidr', 'service-dns-domain'];
const proxy = [
  ...addon,
  'apiserver-advertise-address',
  'apiserver-bind-port',
  'control-plane-endpoint',
  'pod-network-cidr',
];

/** What `kubeadm init phase <path> --help` lists (1.35.4 to 1.37.0), hidden flags included. */
const kubeadm: { readonly [command: string]: readonly string[] } = {
  preflight: ['config', 'cri-socket', 'dry-run', 'ignore-preflight-errors', 'image-repository'],
  'certs all': serving,
  'certs apiserver': serving,
  'certs ca': pki,
  'certs apiserver-kubelet-client': pki,
  'certs front-proxy-ca': pki,
  'certs front-proxy-client': pki,
  'certs etcd-ca': pki,
  'certs etcd-server': pki,
  'certs etcd-peer': pki,
  'certs etcd-healthcheck-client': pki,
  'certs apiserver-etcd-client': pki,
  'certs sa': pki,
  'kubeconfig all': [...kubeconfig, 'node-name'],
  'kubeconfig kubelet': [...kubeconfig, 'node-name'],
  'kubeconfig admin': kubeconfig,
  'kubeconfig super-admin': kubeconfig,
  'kubeconfig controller-manager': kubeconfig,
  'kubeconfig scheduler': kubeconfig,
  'etcd local': ['cert-dir', 'config', 'dry-run', 'image-repository', 'patches'],
  'control-plane all': [...apiServer, 'controller-manager-extra-args', 'pod-network-cidr', 'scheduler-extra-args'],
  'control-plane apiserver': apiServer,
  'control-plane controller-manager': [...pod, 'controller-manager-extra-args', 'pod-network-cidr'],
  'control-plane scheduler': [...pod, 'scheduler-extra-args'],
  'kubelet-start': ['config', 'cri-socket', 'dry-run', 'image-repository', 'node-name', 'patches'],
  'wait-control-plane': [],
  'upload-config all': upload,
  'upload-config kubeadm': upload,
  'upload-config kubelet': upload,
  'upload-certs': ['certificate-key', 'config', 'dry-run', 'kubeconfig', 'skip-certificate-key-print', 'upload-certs'],
  'mark-control-plane': ['config', 'dry-run', 'node-name'],
  'bootstrap-token': ['config', 'dry-run', 'kubeconfig', 'skip-token-print'],
  'kubelet-finalize all': finalize,
  'kubelet-finalize enable-client-cert-rotation': finalize,
  'addon all': [...new Set([...dns, ...proxy])],
  'addon coredns': [...dns, 'print-manifest'],
  'addon kube-proxy': [...proxy, 'print-manifest'],
  'show-join-command': [],
};

const joinDiscovery = [
  'config',
  'discovery-file',
  'discovery-token',
  'discovery-token-ca-cert-hash',
  'discovery-token-unsafe-skip-ca-verification',
  'dry-run',
  'tls-bootstrap-token',
  'token',
];

/** What `kubeadm join phase <path> --help` lists (1.35.4 to 1.37.0). */
const kubeadmJoin: { readonly [command: string]: readonly string[] } = {
  preflight: [
    ...joinDiscovery,
    'apiserver-advertise-address',
    'apiserver-bind-port',
    'certificate-key',
    'control-plane',
    'cri-socket',
    'ignore-preflight-errors',
    'node-name',
  ],
  'control-plane-prepare all': [
    ...joinDiscovery,
    'apiserver-advertise-address',
    'apiserver-bind-port',
    'certificate-key',
    'control-plane',
    'node-name',
    'patches',
  ],
  'control-plane-prepare download-certs': [...joinDiscovery, 'certificate-key', 'control-plane'],
  'control-plane-prepare certs': [...joinDiscovery, 'apiserver-advertise-address', 'control-plane', 'node-name'],
  'control-plane-prepare kubeconfig': [...joinDiscovery, 'certificate-key', 'control-plane'],
  'control-plane-prepare control-plane': [
    'apiserver-advertise-address',
    'apiserver-bind-port',
    'config',
    'control-plane',
    'dry-run',
    'patches',
  ],
  'kubelet-start': [...joinDiscovery, 'cri-socket', 'node-name', 'patches'],
  'etcd-join': ['apiserver-advertise-address', 'config', 'control-plane', 'dry-run', 'node-name', 'patches'],
  'kubelet-wait-bootstrap': ['config', 'cri-socket', 'dry-run'],
  'control-plane-join all': [
    'apiserver-advertise-address',
    'config',
    'control-plane',
    'dry-run',
    'node-name',
    'patches',
  ],
  'control-plane-join mark-control-plane': ['config', 'control-plane', 'dry-run', 'node-name'],
  'wait-control-plane': [],
};

function commands(phases: readonly Phase<never>[], parent = ''): [string, readonly string[]][] {
  return phases.flatMap(({ name, flags = [], all, children, hidden }): [string, readonly string[]][] => {
    if (hidden) return [];
    const path = parent + name;
    if (children === undefined) return [[path, flags]];
    return [
      ...(all === undefined ? [] : [[`${path} all`, all.flags] as [string, readonly string[]]]),
      ...commands(children, `${path} `),
    ];
  });
}

test.each([
  ['init', initWorkflow, kubeadm],
  ['join', joinWorkflow, kubeadmJoin],
])('phases of %s have the commands and flags of kubeadm', (_name, workflow, peer) => {
  const sorted = (entries: readonly (readonly [string, readonly string[]])[]) =>
    Object.fromEntries(entries.map(([command, flags]) => [command, [...flags].sort()]));
  expect(sorted(commands(workflow.phases))).toEqual(sorted(Object.entries(peer)));
});

test('every flag that something names is in the table', () => {
  const named = [
    ...globalFlags,
    ...runFlags,
    ...initFlags,
    ...joinFlags,
    ...[initWorkflow, joinWorkflow].flatMap(({ phases }) => commands(phases).flatMap(([, flags]) => flags)),
  ];
  expect(named.filter((name) => findFlag(name) === undefined)).toEqual([]);
});

test('flags of kubeadm that only phases have, and no others, are not flags of init', () => {
  const ofPhases = new Set(Object.values(kubeadm).flat());
  expect([...ofPhases].filter((name) => !initFlags.includes(name)).sort()).toEqual([
    'apiserver-extra-args',
    'controller-manager-extra-args',
    'kubeconfig',
    'kubeconfig-dir',
    'print-manifest',
    'scheduler-extra-args',
  ]);
});

test('an unknown name is our own mistake', () => {
  expect(() => flagNamed('bogus')).toThrow('no flag is called bogus');
});
