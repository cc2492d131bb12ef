import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { discovery, join, reset, upgrade } from '../spec/load-documents-cases.ts';
import { machineWith, run } from './run.ts';

const line = 'config migrate --old-config /k.yaml';
const cluster = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: 1.36.3\n';

test('documents come in the order of kubeadm, whatever theirs was', async () => {
  const text = [upgrade(''), reset(''), join(discovery), cluster].join('---\n');
  const { out } = await run(line, machineWith(text));
  expect(out.match(/^kind: .*/gm)).toEqual(
    ['Init', 'Cluster', 'Join', 'Reset', 'Upgrade'].map((kind) => `kind: ${kind}Configuration`),
  );
});

test('what the file leaves to the machine is filled in', async () => {
  const { out } = await run(line, machineWith(cluster));
  expect(out).toMatch(/^ {2}token: [a-z0-9]{6}\.[a-z0-9]{16}$/m);
  for (const text of [
    '  advertiseAddress: 192.168.7.10\n',
    '  name: node-1\n',
    '  - effect: NoSchedule\n    key: node-role.kubernetes.io/control-plane\n',
    'kubernetesVersion: v1.36.3\n',
  ]) {
    expect(out).toContain(text);
  }
});

test('no runtime is looked for', async () => {
  const host = machineWith(cluster);
  host.net.sockets.add('/var/run/crio/crio.sock');
  expect((await run(line, host)).out).toContain('criSocket: unix:///var/run/containerd/containerd.sock\n');
});

describe('a joining node', () => {
  test('that is a worker has no taints', async () => {
    expect((await run(line, machineWith(join(discovery)))).out).toContain('  name: node-1\n  taints: null\n');
  });
  test('that is a control plane has one, and an address', async () => {
    const { out } = await run(line, machineWith(join(`${discovery}\ncontrolPlane: {}`)));
    expect(out).toContain('controlPlane:\n  localAPIEndpoint:\n    advertiseAddress: 192.168.7.10\n');
    expect(out).toContain('key: node-role.kubernetes.io/control-plane\n');
  });
  test('keeps its list of ignored checks as it was written', async () => {
    const node = 'nodeRegistration: {ignorePreflightErrors: [Swap, NumCPU, Swap]}';
    const { out } = await run(line, machineWith(join(`${discovery}\n${node}`)));
    expect(out).toContain('  ignorePreflightErrors:\n  - Swap\n  - NumCPU\n  - Swap\n');
  });
});

test.each([
  ['v1beta4', 'v1.36.3', '0s'],
  ['v1beta4', 'v1.37.0', '4m0s'],
  ['v1beta3', 'v1.36.3', '4m0s'],
])('an absent time-out of the control plane in %s for %s comes out as %s', async (api, version, timeout) => {
  const text = cluster.replace('v1beta3', api).replace('1.36.3', version);
  const { out, err } = await run(line, machineWith(text));
  expect(out).toContain(`controlPlaneComponentHealthCheck: ${timeout}\n`);
  expect(err.includes('0s here')).toBe(timeout === '0s');
});

describe('--new-config', () => {
  test('is written with 0644', async () => {
    const host = machineWith(reset(''));
    expect(await run(`${line} --new-config /n.yaml`, host)).toEqual({ out: '', err: '', error: undefined });
    expect(host.files.modes()['/n.yaml']).toBe(0o644);
    expect(host.files.texts()['/n.yaml']).toBe((await run(line, host)).out);
  });
  test('stays closed to others when it was', async () => {
    const host = memoryHost({ files: { '/k.yaml': reset(''), '/n.yaml': { text: '', mode: 0o600 } } });
    await run(`${line} --new-config /n.yaml`, host);
    expect(host.files.modes()['/n.yaml']).toBe(0o600);
  });
  test('goes into a folder that is there', async () => {
    const host = machineWith(reset(''));
    expect((await run(`${line} --new-config /x/n.yaml`, host)).error).toBeInstanceOf(UsageError);
    expect(host.files.changes).toEqual([]);
  });
});

test('nothing is made of nothing', async () => {
  expect(await run(line, machineWith(''))).toEqual({ out: '', err: '', error: undefined });
});
