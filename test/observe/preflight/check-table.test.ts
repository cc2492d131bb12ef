import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/errors.ts';
import type { FileSystem } from '../../../src/host/mounts.ts';
import type { Check } from '../../../src/observe/preflight/check.ts';
import { checkContext } from '../../../src/observe/preflight/check-context.ts';
import { checkGuide, checkGuides } from '../../../src/observe/preflight/check-guide.ts';
import { initChecks } from '../../../src/observe/preflight/init-checks.ts';
import { joinChecks, joinControlPlaneChecks } from '../../../src/observe/preflight/join-checks.ts';
import { privilegedUser } from '../../../src/observe/preflight/privileged-user.ts';
import { upgradeApplyChecks } from '../../../src/observe/preflight/upgrade-checks.ts';
import type { JoinSpec } from '../../../src/spec/join-spec.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import type { CheckedCommand } from '../../equivalence/preflight/machine.ts';
import { firingStates } from '../../equivalence/preflight/states.ts';
import type { Seed } from '../../fakes/memory-files.ts';
import type { MemoryHost } from '../../fakes/memory-host.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { joiningSpec } from '../../phases/join/joining-spec.ts';
import { worker } from './fit-join.ts';
import { fitMachine, fitSpec } from './fit-machine.ts';
import { upgradingSpec } from './upgrading-spec.ts';

/**
 * Each check of `init` and of both rounds of `join`, with a machine on which it finds something; on a fit machine it finds
 * nothing.
 */

interface Row {
  readonly severity: 'warning' | 'error';
  readonly files?: { readonly [path: string]: Seed | undefined };
  readonly env?: { readonly [name: string]: string };
  readonly change?: (host: MemoryHost) => unknown;
  /** What is asked for instead, where that and not the machine is the state. */
  readonly cluster?: Partial<InitSpec['cluster']>;
  /** Why the check is not among the states on which kubeadm is asked (test/equivalence/preflight/states.ts). */
  readonly noPeer?: string;
}

const credentials = { caFile: '/pki/ca.crt', certFile: '/pki/client.crt', keyFile: '/pki/client.key' };
const endpoints = ['https://e1:2379'];
const external = { endpoints, httpEndpoints: endpoints, ...credentials };
const { criSocket: socket } = fitSpec.nodeRegistration;
const kubernetesVersion = 'v1.36.3';
const dual = { serviceSubnet: '10.96.0.0/16,fd00::/112', podSubnet: '', dnsDomain: 'cluster.local' };
const joining = { nodeRegistration: { criSocket: socket } };

/** What is asked for each command; the first spec has nearly all checks, the others have the rest. */
const commands: {
  readonly [command in CheckedCommand]: {
    readonly checksOf: (spec: InitSpec) => readonly Check[];
    readonly specs: readonly InitSpec[];
  };
} = {
  init: {
    checksOf: initChecks,
    specs: [
      fitSpec,
      initSpec({ ...fitSpec, cluster: { kubernetesVersion, etcd: { external } } }),
      initSpec({ ...fitSpec, cluster: { kubernetesVersion, networking: dual } }),
    ],
  },
  join: {
    checksOf: (spec) => joinChecks(spec as JoinSpec),
    specs: [worker(), worker('[fd00::1]:6443')],
  },
  'join-control-plane': {
    checksOf: joinControlPlaneChecks,
    specs: [
      joiningSpec({ ...joining, cluster: { kubernetesVersion } }),
      joiningSpec({ ...joining, cluster: { kubernetesVersion, etcd: { external } } }),
    ],
  },
};
const env = { HTTPS_PROXY: 'http://proxy.example:3128' };
const manifests = '/etc/kubernetes/manifests';

function port(number: number): Row {
  return { severity: 'error', change: (host) => host.net.portsInUse.add(number) };
}
function tool(file: string): Row {
  return { severity: 'error', change: (host) => host.exec.uninstall(file) };
}

const notLookedAt = 'a check of tsadm alone';

const table: { readonly [check: string]: Row } = {
  IsPrivilegedUser: {
    severity: 'error',
    change: (host) => Object.assign(host, { process: { ...host.process, uid: 1000 } }),
  },
  NumCPU: { severity: 'error', files: { '/proc/self/status': 'Cpus_allowed_list:\t0\n' } },
  Mem: {
    severity: 'error',
    files: { '/proc/meminfo': 'MemTotal: 1000000 kB\n' },
    noPeer: 'kubeadm asks the kernel (sysinfo), which tells the memory of the whole host',
  },
  KubernetesVersion: {
    severity: 'error',
    cluster: { kubernetesVersion: 'v1.99.0' },
    noPeer: 'kubeadm compares with its own version, tsadm is kubeadm of every version that it serves',
  },
  Firewalld: {
    severity: 'warning',
    change: (host) => host.services.services.set('firewalld', { enabled: true, active: true, log: [] }),
  },
  ...Object.fromEntries([6443, 10259, 10257, 10250, 2379, 2380].map((number) => [`Port-${number}`, port(number)])),
  ...Object.fromEntries(
    ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map((name) => [
      `FileAvailable--etc-kubernetes-manifests-${name}.yaml`,
      { severity: 'error', files: { [`${manifests}/${name}.yaml`]: '' } } as const,
    ]),
  ),
  HTTPProxy: { severity: 'warning', env },
  HTTPProxyCIDR: { severity: 'warning', env },
  CRI: { severity: 'error', change: (host) => host.cri.runtimes.clear() },
  ContainerRuntimeVersion: {
    severity: 'warning',
    change: (host) => Object.assign(host.cri.runtimes.get(socket)!, { cgroupDriver: undefined }),
  },
  Swap: { severity: 'warning', files: { '/proc/swaps': 'Filename Type\n/dev/sda2 partition\n' } },
  ...Object.fromEntries(['cp', 'losetup', 'mount'].map((file) => [`FileExisting-${file}`, tool(file)])),
  SystemVerification: {
    severity: 'error',
    files: { '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids hugetlb' },
  },
  Hostname: { severity: 'warning', change: (host) => host.net.names.clear() },
  KubeletVersion: {
    severity: 'error',
    change: (host) => host.exec.install('kubelet', { stdout: 'Kubernetes v1.30.9\n' }),
  },
  'Service-kubelet': { severity: 'warning', change: (host) => host.services.services.delete('kubelet') },
  KubeletUnit: {
    severity: 'warning',
    change: (host) => host.exec.install('systemctl', { stdout: '[Service]\nExecStart=/usr/bin/kubelet\n' }),
    noPeer: notLookedAt,
  },
  'FileContent--proc-sys-net-ipv4-ip_forward': { severity: 'error', files: { '/proc/sys/net/ipv4/ip_forward': '0\n' } },
  'FileContent--proc-sys-net-ipv6-conf-default-forwarding': {
    severity: 'error',
    files: { '/proc/sys/net/ipv6/conf/default/forwarding': '0\n' },
  },
  'DirAvailable--var-lib-etcd': { severity: 'error', files: { '/var/lib/etcd/member': '' } },
  ExternalEtcdVersion: {
    severity: 'error',
    change: (host) => host.net.answers.clear(),
  },
  ExternalEtcdClientCertificates: { severity: 'error', files: { '/pki/client.key': undefined } },
  ...Object.fromEntries(
    ['kubelet.conf', 'bootstrap-kubelet.conf', 'pki/ca.crt'].map((name) => {
      const path = `/etc/kubernetes/${name}`;
      return [`FileAvailable-${path.replaceAll('/', '-')}`, { severity: 'error', files: { [path]: '' } } as const];
    }),
  ),
  Clock: {
    severity: 'warning',
    change: (host) => host.exec.install('timedatectl', { stdout: 'no\n' }),
    noPeer: notLookedAt,
  },
  EtcdMount: { severity: 'warning', change: lyingOn('/var/lib/etcd', 'memory', 50e9), noPeer: notLookedAt },
  ...Object.fromEntries(
    ['/etc/kubernetes', '/var/lib/kubelet', '/var/lib/containerd', '/var/lib/etcd'].map((path) => [
      `DiskSpace-${path.replaceAll('/', '-')}`,
      { severity: 'warning', change: lyingOn(path, 'other', 1e6), noPeer: notLookedAt } as const,
    ]),
  ),
  RuntimeProxy: {
    severity: 'warning',
    env,
    files: { '/proc/812/environ': 'PATH=/usr/bin\0' },
    change: (host) => {
      host.services.services.set('containerd', { enabled: true, active: true, log: [] });
      host.exec.install('systemctl', { stdout: '812\n' });
    },
    noPeer: notLookedAt,
  },
};

function lyingOn(path: string, kind: FileSystem['kind'], freeBytes: number): Row['change'] {
  return (host) => host.mounts.fileSystems.set(path, { kind, type: 'tmpfs', freeBytes, totalBytes: 100e9 });
}

function fitFor(row: Row = { severity: 'error' }): MemoryHost {
  const there = { '/pki/ca.crt': 'x', '/pki/client.crt': 'x', '/pki/client.key': 'x', '/var/lib/containerd/x': '' };
  const host = fitMachine({ ...there, ...row.files }, row.env === undefined ? {} : { env: row.env });
  host.net.answers.set('https://e1:2379/version', { status: 200, body: '{"etcdserver":"3.6.8"}', headers: {} });
  return host;
}

/** Checks of a command, each with what it was made for. */
function checksOf(command: CheckedCommand): readonly { readonly check: Check; readonly spec: InitSpec }[] {
  const { checksOf, specs } = commands[command];
  const first = command === 'join-control-plane' ? [] : [{ check: privilegedUser, spec: specs[0]! }];
  return [...first, ...specs.flatMap((spec) => checksOf(spec).map((check) => ({ check, spec })))];
}

function namesOf(command: CheckedCommand): readonly string[] {
  return [...new Set(checksOf(command).map(({ check }) => check.name))];
}

const all = Object.keys(commands) as CheckedCommand[];

test('no check is without its machine, and no machine without its check', () => {
  expect(Object.keys(table).sort()).toEqual([...new Set(all.flatMap(namesOf))].sort());
});

test.each(all)('where kubeadm has the check in %s, it is asked about the same', (command) => {
  const asked = new Set(firingStates.filter((state) => state.command === command).map(({ check }) => check));
  for (const name of namesOf(command))
    expect([name, table[name]?.noPeer === undefined]).toEqual([name, asked.has(name)]);
});

test('the guide says which checks kubeadm does not have; these are left out of the comparison', () => {
  for (const [name, { noPeer }] of Object.entries(table))
    expect([name, checkGuide(name)?.ours === true]).toEqual([name, noPeer === notLookedAt]);
});

test('every check is explained in the guide, and the guide explains no other (ImagePull and CreateJob are deeds)', () => {
  for (const [name, { severity }] of Object.entries(table)) {
    const guide = checkGuide(name);
    expect([severity, 'either'], name).toContain(guide?.severity);
  }
  // Those of upgrade have their machines in upgrade-checks.test.ts.
  const upgrade = upgradeApplyChecks(upgradingSpec()).map(({ name }) => name);
  const explained = new Set([...Object.keys(table), ...upgrade, 'ImagePull', 'CreateJob'].map(checkGuide));
  expect(checkGuides.filter((guide) => !explained.has(guide))).toEqual([]);
});

describe.each(all.flatMap((command) => namesOf(command).map((name) => [command, name] as const)))(
  '%s: %s',
  (command, name) => {
    const row = table[name]!;
    const own = checksOf(command).filter(({ check }) => check.name === name);

    function lookOn(host: MemoryHost, more: Partial<InitSpec['cluster']> = {}): Promise<readonly Finding[]> {
      const found = own.map(({ check, spec }) => {
        return check.look(checkContext({ ...spec, cluster: { ...spec.cluster, ...more } }, host));
      });
      return Promise.all(found).then((findings) => findings.flat());
    }

    test('finds it, with the reason', async () => {
      const host = fitFor(row);
      row.change?.(host);
      const found = await lookOn(host, row.cluster);
      expect(found.filter((finding) => finding.severity === row.severity)).not.toEqual([]);
      for (const finding of found) {
        expect(finding.name).toBe(name);
        expect(finding.message).toMatch(/\S/);
        // What to do about it, and not only that it is so.
        expect(finding.hint, finding.message).toMatch(/\S/);
      }
    });

    test('finds nothing on a fit machine', async () => {
      expect(await lookOn(fitFor())).toEqual([]);
    });
  },
);
