import { describe, expect, test } from 'vitest';
import { cpuCount } from '../../../src/observe/preflight/cpu-count.ts';
import { firewalld } from '../../../src/observe/preflight/firewalld.ts';
import { forwarding } from '../../../src/observe/preflight/forwarding.ts';
import { hostName } from '../../../src/observe/preflight/host-name.ts';
import { kubernetesVersion } from '../../../src/observe/preflight/kubernetes-version.ts';
import { memory } from '../../../src/observe/preflight/memory.ts';
import { directoryAvailable, fileAvailable } from '../../../src/observe/preflight/path-available.ts';
import { port } from '../../../src/observe/preflight/port.ts';
import { swap } from '../../../src/observe/preflight/swap.ts';
import { tool } from '../../../src/observe/preflight/tool.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec, look, short } from './fit-machine.ts';

test.each([
  ['0', ['error NumCPU']],
  ['0,5', []],
  ['2-3,8', []],
])('NumCPU: %s', async (list, wanted) => {
  const host = fitMachine({ '/proc/self/status': `Cpus_allowed_list:\t${list}\n` });
  expect(short(await look(cpuCount, host))).toEqual(wanted);
});

test('NumCPU and Mem say when they cannot tell', async () => {
  const host = fitMachine({ '/proc/self/status': undefined, '/proc/meminfo': undefined });
  expect(short([...(await look(cpuCount, host)), ...(await look(memory, host))])).toEqual([
    'warning NumCPU',
    'warning Mem',
  ]);
});

test.each([
  [1700 * 1024, []],
  [1700 * 1024 - 1, ['error Mem']],
])('Mem: %i kB', async (kiB, wanted) => {
  expect(short(await look(memory, fitMachine({ '/proc/meminfo': `MemTotal: ${kiB} kB\n` })))).toEqual(wanted);
});

test.each([
  ['v1.36.9', []],
  ['v1.99.0', ['error KubernetesVersion']],
  ['stable-1', ['error KubernetesVersion']],
])('KubernetesVersion: %s', async (version, wanted) => {
  const spec = initSpec({ cluster: { kubernetesVersion: version } });
  expect(short(await look(kubernetesVersion, fitMachine(), spec))).toEqual(wanted);
});

test('Firewalld: only when it runs, with the ports', async () => {
  const host = fitMachine();
  expect(await look(firewalld, host)).toEqual([]);
  host.services.services.set('firewalld', { enabled: true, active: true, log: [] });
  expect((await look(firewalld, host))[0]?.hint).toContain('--add-port=6443/tcp --add-port=10250/tcp');
});

describe('Port', () => {
  test('in use', async () => {
    const host = fitMachine();
    expect(await look(port(6443, 'kube-apiserver'), host)).toEqual([]);
    host.net.portsInUse.add(6443);
    expect((await look(port(6443, 'kube-apiserver'), host))[0]).toMatchObject({
      name: 'Port-6443',
      severity: 'error',
      about: { kind: 'port', value: '6443' },
    });
  });

  test('since 1.37 on the address itself, unless that is not on this machine', async () => {
    const asked: (string | undefined)[] = [];
    const host = fitMachine();
    const net = {
      ...host.net,
      canListen: async (_: number, address?: string) => {
        asked.push(address);
        return address === undefined ? { ok: true as const } : { ok: false as const, error: 'EADDRNOTAVAIL' };
      },
    };
    const check = port(6443, 'kube-apiserver', () => '203.0.113.1');
    const newer = initSpec({ cluster: { kubernetesVersion: 'v1.37.0' } });
    expect(await look(check, { ...host, net }, newer)).toEqual([]);
    expect(asked).toEqual(['203.0.113.1', undefined]);
    await look(check, { ...host, net });
    expect(asked.slice(2)).toEqual([undefined]);
  });
});

test('FileAvailable: about the path, for a journal that can explain it', async () => {
  const check = fileAvailable('/etc/kubernetes/manifests/etcd.yaml');
  expect(await look(check, fitMachine())).toEqual([]);
  expect((await look(check, fitMachine({ '/etc/kubernetes/manifests/etcd.yaml': '' })))[0]).toMatchObject({
    name: 'FileAvailable--etc-kubernetes-manifests-etcd.yaml',
    severity: 'error',
    about: { kind: 'path', value: '/etc/kubernetes/manifests/etcd.yaml' },
  });
});

test.each([
  ['missing', {}, []],
  ['empty', { '/data/etcd': { directory: true } as const }, []],
  ['not empty', { '/data/etcd/lost+found': '' }, ['error DirAvailable--data-etcd']],
  ['a file', { '/data/etcd': '' }, ['error DirAvailable--data-etcd']],
])('DirAvailable: %s', async (_, files, wanted) => {
  expect(short(await look(directoryAvailable('/data/etcd'), fitMachine(files)))).toEqual(wanted);
});

describe('Swap', () => {
  const on = { '/proc/swaps': 'Filename Type\n/dev/sda2 partition\n' };
  const tolerant = initSpec({ ...fitSpec, kubelet: { object: { failSwapOn: false }, userSupplied: true } });
  test('warns when it is on', async () => {
    expect(await look(swap, fitMachine())).toEqual([]);
    expect(short(await look(swap, fitMachine(on)))).toEqual(['warning Swap']);
  });
  test('a kubelet that is told to take it needs cgroup v2', async () => {
    expect(await look(swap, fitMachine(on), tolerant)).toEqual([]);
    const v1 = fitMachine({ ...on, '/sys/fs/cgroup/cgroup.controllers': undefined });
    expect(short(await look(swap, v1, tolerant))).toEqual(['warning Swap']);
  });
});

test('FileExisting: a missing program', async () => {
  const host = fitMachine();
  expect(await look(tool('losetup'), host)).toEqual([]);
  host.exec.uninstall('losetup');
  expect(short(await look(tool('losetup'), host))).toEqual(['error FileExisting-losetup']);
});

describe('Hostname', () => {
  test('resolves and is a DNS name', async () => {
    expect(await look(hostName, fitMachine())).toEqual([]);
  });
  test('does not resolve; is no DNS name', async () => {
    const spec = initSpec({ nodeRegistration: { name: 'node_1' } });
    expect(short(await look(hostName, fitMachine(), spec))).toEqual(['warning Hostname', 'warning Hostname']);
  });
});

test.each([
  [4, '/proc/sys/net/ipv4/ip_forward', 'FileContent--proc-sys-net-ipv4-ip_forward'],
  [6, '/proc/sys/net/ipv6/conf/default/forwarding', 'FileContent--proc-sys-net-ipv6-conf-default-forwarding'],
] as const)('forwarding of IPv%i', async (family, path, name) => {
  expect(await look(forwarding(family), fitMachine())).toEqual([]);
  expect(short(await look(forwarding(family), fitMachine({ [path]: '0\n' })))).toEqual([`error ${name}`]);
  expect(short(await look(forwarding(family), fitMachine({ [path]: undefined })))).toEqual([`error ${name}`]);
});
