import { expect, test } from 'vitest';
import { CriError } from '../../../src/host/cri.ts';
import { containerRuntime } from '../../../src/observe/preflight/container-runtime.ts';
import { runtimeVersion } from '../../../src/observe/preflight/runtime-version.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec, look, short } from './fit-machine.ts';

const socket = fitSpec.nodeRegistration.criSocket;

test('CRI: a runtime that answers and is ready, network aside', async () => {
  expect(await look(containerRuntime, fitMachine())).toEqual([]);
});

test('CRI: nobody answers', async () => {
  const host = fitMachine();
  host.cri.runtimes.clear();
  const findings = await look(containerRuntime, host);
  expect(short(findings)).toEqual(['error CRI']);
  expect(findings[0]?.hint).toContain('systemctl enable --now containerd');
  expect(short(await look(runtimeVersion, host))).toEqual(['error ContainerRuntimeVersion']);
});

test('CRI: containerd with its CRI part switched off', async () => {
  const host = fitMachine();
  const cri = host.cri.connect(socket);
  const refusing = { ...cri, version: () => Promise.reject(new CriError('unknown service', 'UNIMPLEMENTED')) };
  const [finding] = await look(containerRuntime, { ...host, cri: { ...host.cri, connect: () => refusing } });
  expect(finding?.hint).toContain('disabled_plugins');
});

test('CRI: not ready', async () => {
  const host = fitMachine();
  host.cri.runtimes.get(socket)!.conditions = [
    { type: 'RuntimeReady', status: false, reason: 'Starting', message: 'still starting' },
  ];
  expect((await look(containerRuntime, host))[0]?.message).toContain('still starting');
});

test('CRI: another sandbox image is worth a warning', async () => {
  const host = fitMachine();
  host.cri.runtimes.get(socket)!.sandboxImage = 'registry.k8s.io/pause:3.8';
  expect(short(await look(containerRuntime, host))).toEqual(['warning CRI']);
  host.cri.runtimes.get(socket)!.sandboxImage = undefined;
  expect(await look(containerRuntime, host)).toEqual([]);
});

test.each([
  ['v1.35.4', 'v1.35.4', 'warning'],
  ['v1.36.3', 'v1.36.3', 'warning'],
  ['v1.36.3', 'v1.37.0', 'warning'],
  ['v1.37.0', 'v1.37.0', 'warning'],
  ['v1.37.0', 'v1.38.0', 'warning'],
])('ContainerRuntimeVersion: an old runtime for %s with kubelet %s', async (version, kubelet, severity) => {
  const host = fitMachine();
  const spec = initSpec({ ...fitSpec, cluster: { kubernetesVersion: version } });
  expect(await look(runtimeVersion, host, spec)).toEqual([]);
  host.cri.runtimes.get(socket)!.cgroupDriver = undefined;
  host.exec.install('kubelet', { stdout: `Kubernetes ${kubelet}` });
  expect(short(await look(runtimeVersion, host, spec))).toEqual([`${severity} ContainerRuntimeVersion`]);
});
