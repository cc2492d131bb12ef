import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/observe/preflight/check.ts';
import { checkContext } from '../../../src/observe/preflight/check-context.ts';
import { initChecks } from '../../../src/observe/preflight/init-checks.ts';
import { privilegedUser } from '../../../src/observe/preflight/privileged-user.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import { firingStates } from '../../equivalence/preflight/states.ts';
import type { Seed } from '../../fakes/memory-files.ts';
import type { MemoryHost } from '../../fakes/memory-host.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec } from './fit-machine.ts';

/** Each check of `init`, with a machine on which it finds something; on a fit machine it finds nothing. */

interface Row {
  readonly severity: 'warning' | 'error';
  readonly files?: { readonly [path: string]: Seed | undefined };
  readonly env?: { readonly [name: string]: string };
  readonly change?: (host: MemoryHost) => unknown;
  readonly spec?: InitSpec;
  /** Why the check is not among the states on which kubeadm is asked (test/equivalence/preflight/states.ts). */
  readonly noPeer?: string;
}

const credentials = { caFile: '/pki/ca.crt', certFile: '/pki/client.crt', keyFile: '/pki/client.key' };
const endpoints = ['https://e1:2379'];
const external = { endpoints, httpEndpoints: endpoints, ...credentials };
const externalSpec = initSpec({ ...fitSpec, cluster: { kubernetesVersion: 'v1.36.3', etcd: { external } } });
const dualSpec = initSpec({
  ...fitSpec,
  cluster: {
    kubernetesVersion: 'v1.36.3',
    networking: { serviceSubnet: '10.96.0.0/16,fd00::/112', podSubnet: '', dnsDomain: 'cluster.local' },
  },
});
const socket = fitSpec.nodeRegistration.criSocket;
const env = { HTTPS_PROXY: 'http://proxy.example:3128' };
const manifests = '/etc/kubernetes/manifests';

function port(number: number): Row {
  return { severity: 'error', change: (host) => host.net.portsInUse.add(number) };
}
function tool(file: string): Row {
  return { severity: 'error', change: (host) => host.exec.uninstall(file) };
}

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
    spec: initSpec({ ...fitSpec, cluster: { kubernetesVersion: 'v1.99.0' } }),
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
    change: (host) => host.exec.install('kubelet', { stdout: 'Kubernetes v1.99.0\n' }),
  },
  'Service-kubelet': { severity: 'warning', change: (host) => host.services.services.delete('kubelet') },
  KubeletUnit: {
    severity: 'warning',
    change: (host) => host.exec.install('systemctl', { stdout: '[Service]\nExecStart=/usr/bin/kubelet\n' }),
    noPeer: 'kubeadm does not look at the unit',
  },
  'FileContent--proc-sys-net-ipv4-ip_forward': { severity: 'error', files: { '/proc/sys/net/ipv4/ip_forward': '0\n' } },
  'FileContent--proc-sys-net-ipv6-conf-default-forwarding': {
    severity: 'error',
    files: { '/proc/sys/net/ipv6/conf/default/forwarding': '0\n' },
    spec: dualSpec,
  },
  'DirAvailable--var-lib-etcd': { severity: 'error', files: { '/var/lib/etcd/member': '' } },
  ExternalEtcdVersion: {
    severity: 'error',
    change: (host) => host.net.answers.clear(),
    spec: externalSpec,
  },
  ExternalEtcdClientCertificates: { severity: 'error', files: { '/pki/client.key': undefined }, spec: externalSpec },
};

function fitFor(row: Row = { severity: 'error' }): MemoryHost {
  const pki = { '/pki/ca.crt': 'x', '/pki/client.crt': 'x', '/pki/client.key': 'x' };
  const host = fitMachine({ ...pki, ...row.files }, row.env === undefined ? {} : { env: row.env });
  host.net.answers.set('https://e1:2379/version', { status: 200, body: '{"etcdserver":"3.6.8"}', headers: {} });
  return host;
}

/** All checks of `init`: with etcd of its own, with external etcd, with both IP families. */
const checks: readonly Check[] = [fitSpec, externalSpec, dualSpec].flatMap(initChecks).concat(privilegedUser);
const names = [...new Set(checks.map(({ name }) => name))].sort();

test('no check is without its machine, and no machine without its check', () => {
  expect(Object.keys(table).sort()).toEqual(names);
});

test('where kubeadm has the check, it is asked about the same', () => {
  const asked = new Set(firingStates.map(({ check }) => check));
  for (const [name, { noPeer }] of Object.entries(table))
    expect([name, noPeer === undefined]).toEqual([name, asked.has(name)]);
});

describe.each(Object.entries(table))('%s', (name, row) => {
  const spec = row.spec ?? fitSpec;
  const own = [privilegedUser, ...initChecks(spec)].filter((check) => check.name === name);

  test('finds it, with the reason', async () => {
    const host = fitFor(row);
    row.change?.(host);
    const found = (await Promise.all(own.map((check) => check.look(checkContext(spec, host))))).flat();
    expect(found.filter((finding) => finding.severity === row.severity)).not.toEqual([]);
    for (const finding of found) {
      expect(finding.name).toBe(name);
      expect(finding.message).toMatch(/\S/);
      // What to do about it, and not only that it is so.
      expect(finding.hint, finding.message).toMatch(/\S/);
    }
  });

  // A version that is not served is itself the state.
  test('finds nothing on a fit machine', async () => {
    const good = name === 'KubernetesVersion' ? fitSpec : spec;
    const found = await Promise.all(own.map((check) => check.look(checkContext(good, fitFor()))));
    expect(found.flat()).toEqual([]);
  });
});
