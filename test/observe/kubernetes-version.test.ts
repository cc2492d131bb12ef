import { expect, test } from 'vitest';
import { resolveKubernetesVersion } from '../../src/observe/kubernetes-version.ts';
import { newestKnownVersion, servedMinors } from '../../src/spec/versions.ts';
import { memoryHost } from '../fakes/memory-host.ts';

const url = (label: string) => `https://dl.k8s.io/release/${label}.txt`;
const answer = (body: string) => ({ status: 200, body, headers: {} });

test('an exact version asks nobody', async () => {
  const host = memoryHost();
  expect(await resolveKubernetesVersion('1.36.3', host)).toEqual({ version: 'v1.36.3', warnings: [] });
  expect(host.net.requests).toEqual([]);
});

test('a label is fetched', async () => {
  const host = memoryHost();
  host.net.answers.set(url('stable-1.36'), answer('v1.36.9\n'));
  expect(await resolveKubernetesVersion('stable-1.36', host)).toEqual({ version: 'v1.36.9', warnings: [] });
});

test('a minor newer than ours becomes the newest patch of our newest minor', async () => {
  const host = memoryHost();
  host.net.answers.set(url('stable-1'), answer('v1.99.0'));
  const known = await resolveKubernetesVersion('stable-1', host);
  expect(known.version).toBe(newestKnownVersion);
  expect(known.warnings).toHaveLength(1);
  host.net.answers.set(url(`stable-${servedMinors.newest}`), answer(`v${servedMinors.newest}.8`));
  expect((await resolveKubernetesVersion('stable-1', host)).version).toBe(`v${servedMinors.newest}.8`);
});

test('without the network the installed kubelet decides, with two warnings', async () => {
  const host = memoryHost({ programs: { kubelet: { stdout: 'Kubernetes v1.36.2\n' } } });
  const { version, warnings } = await resolveKubernetesVersion('stable-1', host);
  expect(version).toBe('v1.36.2');
  expect(warnings).toHaveLength(2);
  expect(warnings[1]?.message).toContain('kubelet');
});

test.each([
  ['no kubelet', {}],
  ['a kubelet of an unserved minor', { kubelet: { stdout: 'Kubernetes v1.20.0\n' } }],
])('without network and with %s: the newest known', async (_, programs) => {
  expect((await resolveKubernetesVersion('', memoryHost({ programs }))).version).toBe(newestKnownVersion);
});

test.each([
  ['v1.35.2', 'stable-1.35', 'v1.35.2'],
  ['v1.35.2', 'stable-1.36', 'v1.36.3'],
  ['v1.35.2', 'stable-1', 'v1.35.2'],
])('without the network, a kubelet %s and the label %s give %s', async (kubelet, label, expected) => {
  const host = memoryHost({ programs: { kubelet: { stdout: `Kubernetes ${kubelet}\n` } } });
  expect((await resolveKubernetesVersion(label, host)).version).toBe(expected);
});

test('an answer that is no version, or another status, is a failure', async () => {
  const host = memoryHost();
  host.net.answers.set(url('stable-1'), answer('<html>login</html>'));
  expect((await resolveKubernetesVersion('stable-1', host)).warnings[0]?.message).toContain('no version');
  host.net.answers.set(url('stable-1'), { status: 404, body: '', headers: {} });
  expect((await resolveKubernetesVersion('stable-1', host)).warnings[0]?.message).toContain('404');
});

test('minors outside the served range are refused', async () => {
  await expect(resolveKubernetesVersion('v1.20.0', memoryHost())).rejects.toThrow('not served');
});
