import { expect, test } from 'vitest';
import { clientRelease, labelForClient, parseVersionText } from '../../src/spec/resolve-version.ts';

test.each([
  ['1.36.1', 'release', 'v1.36.1'],
  ['v1.36.1-rc.0+abc', 'release', 'v1.36.1-rc.0+abc'],
  ['release/v1.36.1', 'release', 'v1.36.1'],
  ['ci/v1.37.0-alpha.1.23+abcdef', 'ci', 'v1.37.0-alpha.1.23+abcdef'],
])('%s is a version', (text, source, version) => {
  expect(parseVersionText(text)).toEqual({ kind: 'version', source, version });
});

test.each([
  ['', 'release', 'stable-1', 'https://dl.k8s.io/release/stable-1.txt'],
  ['stable', 'release', 'stable', 'https://dl.k8s.io/release/stable.txt'],
  ['latest-1.36', 'release', 'latest-1.36', 'https://dl.k8s.io/release/latest-1.36.txt'],
  ['release/stable-1', 'release', 'stable-1', 'https://dl.k8s.io/release/stable-1.txt'],
  ['ci/latest', 'ci', 'latest', 'https://storage.googleapis.com/k8s-release-dev/ci/latest.txt'],
])('%j is a label', (text, source, label, url) => {
  expect(parseVersionText(text)).toEqual({ kind: 'label', source, label, url });
});

/** All refused by kubeadm v1.36.3. */
test.each([
  'v1.36',
  '1.36',
  'v01.36.1',
  'v1.36.01',
  'v1.36.1foo',
  'v1.36.1-rc..0',
  'v1.36.1_2',
  'v1.36.1.1',
  ' v1.36.1',
  'v1.36.1 ',
  'V1.36.1',
  'STABLE',
  'stable.5',
  'stable-0',
  'stable-1.0',
  'stable-1.100',
  'stable-1.36.1',
  'stable-1.36-x',
  'foo/v1.36.1',
  'k8s-master',
])('%j is neither', (text) => expect(parseVersionText(text)).toBeUndefined());

test.each([
  ['v1.36.3', 'v1.36.3'],
  ['v1.36.3-rc.1', 'v1.36.2'],
  ['v1.37.0-alpha', 'v1.37.0-alpha.0'],
  ['v1.37.0-beta.1.22+x', 'v1.37.0-beta.1'],
])('client %s stands for %s', (version, release) => expect(clientRelease(version)).toBe(release));

test.each([
  ['v1.38.1', 'v1.37.0', 'stable-1.37'],
  ['v2.0.0', 'v1.37.0', 'stable-1.37'],
  ['v1.37.9', 'v1.37.0', undefined],
  ['v1.36.0', 'v1.37.0', undefined],
])('label for %s with client %s', (remote, client, label) => expect(labelForClient(remote, client)).toBe(label));
