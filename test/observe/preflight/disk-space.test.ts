import { expect, test } from 'vitest';
import { etcdSpace, imageSpace, kubeletSpace, kubernetesSpace } from '../../../src/observe/preflight/disk-space.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec, look } from './fit-machine.ts';

const MiB = 2 ** 20;
const images = imageSpace('unix:///run/containerd/containerd.sock')[0]!;

function machineWith(path: string, freeMiB: number, totalMiB: number) {
  const host = fitMachine({ '/var/lib/containerd': { directory: true } });
  const sizes = { freeBytes: freeMiB * MiB, totalBytes: totalMiB * MiB };
  host.mounts.fileSystems.set(path, { kind: 'other', type: '', ...sizes });
  return host;
}

test.each([
  [kubernetesSpace, '/etc/kubernetes', 3, 4, /3 MiB free; 4 MiB are needed/],
  [kubernetesSpace, '/etc/kubernetes', 4, 1000, undefined],
  [etcdSpace('/data'), '/data', 2047, 2047, /2047 MiB free; 2048 MiB are needed/],
  [etcdSpace('/data'), '/data', 2048, 100_000, undefined],
  [kubeletSpace, '/var/lib/kubelet', 99, 100, /99 MiB free; 100 MiB are needed/],
  [kubeletSpace, '/var/lib/kubelet', 999, 10_000, /999 MiB free, less than 10 % of 10000 MiB: the kubelet will evict/],
  [kubeletSpace, '/var/lib/kubelet', 1000, 10_000, undefined],
  [images, '/var/lib/containerd', 2047, 2047, /2048 MiB are needed/],
  [images, '/var/lib/containerd', 14_999, 100_000, /less than 15 %/],
  [images, '/var/lib/containerd', 15_000, 100_000, undefined],
] as const)('%o: %s with %i MiB of %i MiB free', async (check, path, free, total, message) => {
  const found = await look(check, machineWith(path, free, total));
  const wanted = {
    name: `DiskSpace-${path.replaceAll('/', '-')}`,
    severity: 'warning',
    message: expect.stringMatching(message ?? ''),
    hint: expect.stringContaining(`df -h ${path}`),
  };
  expect(found).toEqual(message === undefined ? [] : [wanted]);
});

test('limits of their own for the kubelet are not judged', async () => {
  const kubelet = { object: { evictionHard: { 'nodefs.available': '1%' } }, userSupplied: true };
  const spec = initSpec({ ...fitSpec, kubelet });
  expect(await look(kubeletSpace, machineWith('/var/lib/kubelet', 999, 10_000), spec)).toEqual([]);
});

test('images are looked for where the runtime has them by default', () => {
  const names = (socket: string) => imageSpace(socket).map(({ name }) => name);
  expect(names('unix:///var/run/crio/crio.sock')).toEqual(['DiskSpace--var-lib-containers']);
  expect(names('unix:///var/run/cri-dockerd.sock')).toEqual(['DiskSpace--var-lib-docker']);
  expect(names('unix:///run/other.sock')).toEqual([]);
});

test('a runtime that has its images elsewhere is not asked', async () => {
  const host = machineWith('/var/lib', 1, 1);
  await host.files.remove('/var/lib/containerd');
  expect(await look(images, host)).toEqual([]);
});
