import { expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { resolveInputs } from '../../src/observe/resolve-inputs.ts';
import type { Input } from '../../src/plan/phase.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { initSpec } from '../manifests/spec-builder.ts';

const unset = initSpec({
  cluster: { kubernetesVersion: 'stable-1.36' },
  nodeRegistration: { name: '', criSocket: '' },
  localAPIEndpoint: { advertiseAddress: '', bindPort: 6443 },
});
const all: ReadonlySet<Input> = new Set(['node-name', 'advertise-address', 'cri-socket', 'kubernetes-version']);

function online() {
  const host = memoryHost();
  host.net.answers.set('https://dl.k8s.io/release/stable-1.36.txt', { status: 200, body: 'v1.36.4', headers: {} });
  return host;
}

test('finds everything that is asked for', async () => {
  const host = online();
  host.net.name = 'CP1.Example';
  const { spec, resolved, warnings } = await resolveInputs(unset, all, host);
  expect(resolved).toEqual({
    'node-name': 'cp1.example',
    'advertise-address': '192.168.7.10',
    'cri-socket': 'unix:///var/run/containerd/containerd.sock',
    'kubernetes-version': 'v1.36.4',
  });
  expect(spec.nodeRegistration.name).toBe('cp1.example');
  expect(spec.localAPIEndpoint).toEqual({ advertiseAddress: '192.168.7.10', bindPort: 6443 });
  expect(spec.cluster.kubernetesVersion).toBe('v1.36.4');
  expect(warnings).toEqual([]);
});

test('looks at nothing that is not asked for; the socket gets its default', async () => {
  const host = memoryHost();
  host.net.routes = [];
  const { spec, resolved } = await resolveInputs(unset, new Set(), host);
  expect(resolved).toEqual({});
  expect(spec.cluster.kubernetesVersion).toBe('stable-1.36');
  expect(spec.nodeRegistration.criSocket).toBe('unix:///var/run/containerd/containerd.sock');
  expect(host.net.requests).toEqual([]);
});

test('what an unfinished run had found wins', async () => {
  const previous = {
    'node-name': 'old',
    'advertise-address': '10.1.1.1',
    'cri-socket': 'unix:///x',
    'kubernetes-version': 'v1.36.1',
  };
  const host = memoryHost();
  const { spec, resolved } = await resolveInputs(unset, all, host, previous);
  expect(resolved).toEqual(previous);
  expect(spec.localAPIEndpoint.advertiseAddress).toBe('10.1.1.1');
  expect(host.net.requests).toEqual([]);
});

test('what the user wrote stays', async () => {
  const { resolved } = await resolveInputs(initSpec(), all, memoryHost());
  expect(resolved).toMatchObject({ 'node-name': 'cp1', 'advertise-address': '10.0.0.10' });
});

test('another single runtime is found; several must be told apart', async () => {
  const host = online();
  host.net.sockets.clear();
  host.net.sockets.add('/var/run/crio/crio.sock');
  expect((await resolveInputs(unset, all, host)).resolved['cri-socket']).toBe('unix:///var/run/crio/crio.sock');
  host.net.sockets.add('/var/run/containerd/containerd.sock');
  await expect(resolveInputs(unset, all, host)).rejects.toThrow('several container runtimes');
});

test('a socket without scheme gets one, with a warning', async () => {
  const spec = initSpec({ nodeRegistration: { criSocket: '/run/crio.sock' } });
  const result = await resolveInputs(spec, new Set(), memoryHost());
  expect(result.spec.nodeRegistration.criSocket).toBe('unix:///run/crio.sock');
  expect(result.warnings).toHaveLength(1);
});

test('all complaints come together', async () => {
  const host = online();
  host.net.name = '';
  host.net.routes = [];
  const error = await resolveInputs(unset, all, host).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).issues.map(({ path }) => path)).toEqual([
    'nodeRegistration.name',
    'localAPIEndpoint.advertiseAddress',
  ]);
});
