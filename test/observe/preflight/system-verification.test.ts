import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { systemVerification } from '../../../src/observe/preflight/system-verification.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec, look, short } from './fit-machine.ts';

const config = '/boot/config-6.12.1-generic';
const name = 'SystemVerification';

test('a fit machine', async () => {
  expect(await look(systemVerification, fitMachine())).toEqual([]);
});

test.each(['5.10.0-1', '5.15.3', '10.0.1'])('kernel %s is tried', async (release) => {
  const findings = await look(systemVerification, fitMachine({ '/proc/sys/kernel/osrelease': release }));
  expect(findings.filter(({ message }) => message.includes(release))).toEqual([]);
});

test('an untried kernel and unreadable options are warnings', async () => {
  const findings = await look(
    systemVerification,
    fitMachine({ '/proc/sys/kernel/osrelease': '4.19.0', [config]: undefined }),
  );
  expect(short(findings)).toEqual([`warning ${name}`, `warning ${name}`]);
});

test('options may be packed in /proc', async () => {
  const host = fitMachine({ [config]: undefined });
  const packed = gzipSync('CONFIG_INET=y\n# CONFIG_MEMCG is not set\nCONFIG_EXT4_FS=m\n');
  const files = { ...host.files, readBytes: async (path: string) => (path === '/proc/config.gz' ? packed : undefined) };
  const [finding] = await look(systemVerification, { ...host, files });
  expect(finding?.severity).toBe('error');
  expect(finding?.message).toContain('CONFIG_MEMCG');
  expect(finding?.message).toContain('CONFIG_NETFILTER_XT_TARGET_REDIRECT or CONFIG_IP_NF_TARGET_REDIRECT');
  expect(finding?.message).not.toMatch(/CONFIG_INET|CONFIG_EXT4_FS/);
});

test('a kubelet whose version is not known', async () => {
  const host = fitMachine();
  host.exec.uninstall('kubelet');
  const findings = await look(systemVerification, host);
  expect(short(findings)).toEqual([`error ${name}`]);
  expect(findings[0]?.hint).toContain('install the kubelet of 1.36');
});

test('missing controllers: needed ones are errors, others warnings', async () => {
  const host = fitMachine({ '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu pids' });
  const findings = await look(systemVerification, host);
  expect(short(findings)).toEqual([`error ${name}`, `warning ${name}`]);
  expect(findings[0]?.message).toContain('memory');
  const frozen = fitMachine({ '/sys/fs/cgroup/system.slice/cgroup.freeze': undefined });
  expect((await look(systemVerification, frozen))[0]?.message).toContain('freezer');
});

test('control groups v1: refused by new kubelets unless told otherwise', async () => {
  const list = 'cpu cpuacct cpuset devices freezer memory pids hugetlb blkio'.split(' ');
  const rows = list.map((controller) => `${controller}\t1\t5\t1\n`).join('');
  const host = fitMachine({
    '/sys/fs/cgroup/cgroup.controllers': undefined,
    '/proc/cgroups': `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${rows}`,
    [config]: undefined,
  });
  const findings = await look(systemVerification, host);
  expect(short(findings)).toEqual([`warning ${name}`, `error ${name}`]);
  expect(findings[1]?.hint).toContain('failCgroupV1: false');
  const told = initSpec({ ...fitSpec, kubelet: { object: { failCgroupV1: false }, userSupplied: true } });
  expect(short(await look(systemVerification, host, told))).toEqual([`warning ${name}`, `warning ${name}`]);
  host.exec.install('kubelet', { stdout: 'Kubernetes v1.34.0' });
  expect(short(await look(systemVerification, host))).toEqual([`warning ${name}`, `warning ${name}`]);
});

test('control groups v1: a controller that is switched off is missing', async () => {
  const host = fitMachine({
    '/sys/fs/cgroup/cgroup.controllers': undefined,
    '/proc/cgroups': '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t5\t1\nmemory\t0\t5\t0\n',
    [config]: undefined,
  });
  const missing = (await look(systemVerification, host))[1];
  expect(missing).toMatchObject({ severity: 'error' });
  expect(missing?.message).toMatch(/no cpuacct.*memory/);
});
