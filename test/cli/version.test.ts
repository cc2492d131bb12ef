import { expect, test } from 'vitest';
import { type VersionFacts, versionText } from '../../src/cli/version.ts';

const kubeadm: VersionFacts = {
  program: 'kubeadm',
  own: '0.1.0',
  kubelet: undefined,
  nodeVersion: 'v20.20.2',
  platform: 'linux',
  arch: 'x64',
};
const tsadm: VersionFacts = { ...kubeadm, program: 'tsadm' };

test.each([
  ['without a kubelet the newest known', undefined, 'v1.37.0\n'],
  ['with one its version', 'Kubernetes v1.36.2\n', 'v1.36.2\n'],
  ['unless we do not serve it', 'Kubernetes v1.30.1\n', 'v1.37.0\n'],
  ['or it says nonsense', 'oops', 'v1.37.0\n'],
])('kubeadm version -o short: %s', async (_, kubelet, text) => {
  expect(await versionText('short', { ...kubeadm, kubelet })).toBe(text);
});

test('kubeadm version has the fields of kubeadm', async () => {
  expect(await versionText('', kubeadm)).toBe(
    'kubeadm version: &version.Info{Major:"1", Minor:"37", EmulationMajor:"", EmulationMinor:"", MinCompatibilityMajor:"", MinCompatibilityMinor:"", GitVersion:"v1.37.0", GitCommit:"tsadm-v0.1.0", GitTreeState:"clean", BuildDate:"1970-01-01T00:00:00Z", GoVersion:"node-v20.20.2", Compiler:"node", Platform:"linux/amd64"}\n',
  );
});

test('kubeadm version -o json', async () => {
  const text = await versionText('json', kubeadm);
  expect(text).toMatch(/^\{\n {2}"clientVersion": \{\n {4}"major": "1",\n/);
  expect(JSON.parse(text)).toMatchObject({
    clientVersion: { minor: '37', gitVersion: 'v1.37.0', platform: 'linux/amd64' },
  });
});

test('kubeadm version -o yaml ends with an empty line', async () => {
  expect(await versionText('yaml', kubeadm)).toMatch(/^clientVersion:\n {2}buildDate: "1970(.|\n)*amd64\n\n$/);
});

test('tsadm tells its own version and what it serves', async () => {
  expect(await versionText('', tsadm)).toBe('tsadm version: v0.1.0, for Kubernetes 1.35 to 1.37\n');
  expect(await versionText('short', tsadm)).toBe('v0.1.0\n');
  expect(JSON.parse(await versionText('json', tsadm))).toMatchObject({
    clientVersion: { gitVersion: 'v0.1.0' },
    kubernetesMinors: { oldest: '1.35', newest: '1.37', newestKnown: 'v1.37.0' },
  });
});
