import { describe, expect, test } from 'vitest';
import {
  bootstrapKubeconfig,
  buildKubeconfig,
  clusterInfoKubeconfig,
  currentCluster,
  currentUser,
  parseKubeconfig,
  withRotatedClientCertificate,
  withServer,
} from '../../src/pki/kubeconfig.ts';

const input = { cluster: 'kubernetes', server: 'https://10.1.2.3:6443', authority: 'CA\n', user: 'someone' };
const withCertificate = buildKubeconfig({
  ...input,
  credentials: { kind: 'certificate', certificate: 'CERT\n', key: 'KEY\n' },
});

test('the layout is that of kubeadm 1.36.3', () => {
  expect(withCertificate).toBe(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Q0EK
    server: https://10.1.2.3:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: someone
  name: someone@kubernetes
current-context: someone@kubernetes
kind: Config
users:
- name: someone
  user:
    client-certificate-data: Q0VSVAo=
    client-key-data: S0VZCg==
`);
});

test('a bootstrap kubeconfig has a token only', () => {
  const text = bootstrapKubeconfig({ ...input, user: 'tls-bootstrap-token-user', token: 'abcdef.0123456789abcdef' });
  expect(text).toContain('- name: tls-bootstrap-token-user\n  user:\n    token: abcdef.0123456789abcdef\n');
  expect(currentUser(parseKubeconfig(text).value!)).toMatchObject({
    token: 'abcdef.0123456789abcdef',
    certificate: undefined,
  });
});

test('without a CA the entry is left out', () => {
  const text = bootstrapKubeconfig({ ...input, authority: undefined, token: 't' });
  expect(text).not.toContain('certificate-authority');
});

test('cluster-info has a nameless cluster and writes out what is empty', () => {
  expect(clusterInfoKubeconfig(input.server, input.authority)).toBe(`apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Q0EK
    server: https://10.1.2.3:6443
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`);
});

test('what was built is read again', () => {
  const config = parseKubeconfig(withCertificate).value!;
  expect(currentCluster(config).value).toEqual({
    name: 'kubernetes',
    server: input.server,
    authority: 'CA\n',
    authorityFile: undefined,
  });
  expect(currentUser(config)).toEqual({
    name: 'someone',
    certificate: 'CERT\n',
    key: 'KEY\n',
    certificateFile: undefined,
    keyFile: undefined,
    token: undefined,
  });
});

describe('reading', () => {
  test.each([
    ['nothing', ''],
    ['no lists', 'apiVersion: v1\nkind: Config\n'],
    ['null lists', 'clusters: null\nusers: null\ncontexts: null\n'],
    ['entries without a body', 'clusters: [{name: a}, 1]\ncontexts: [{name: b}]\nusers: [{name: c}]\n'],
  ])('%s gives no current cluster', (_, text) => {
    const config = parseKubeconfig(text).value!;
    expect(currentCluster(config).problem).toContain('its current context ""');
    expect(currentUser(config)).toBeUndefined();
  });

  test('JSON is YAML', () => {
    const config = parseKubeconfig('{"clusters": [{"name": "a", "cluster": {"server": "https://x"}}]}').value!;
    expect(config.clusters).toEqual([
      { name: 'a', server: 'https://x', authority: undefined, authorityFile: undefined },
    ]);
  });

  test.each([
    ['a: [', 'it is not YAML'],
    ['just words', 'it is not a kubeconfig'],
    ['[1]', 'it is not a kubeconfig'],
    ['kind: Pod\napiVersion: v1', 'it is of kind Pod (v1), not Config (v1)'],
    ['kind: Config\napiVersion: v2', 'it is of kind Config (v2)'],
  ])('%s is refused', (text, problem) => {
    expect(parseKubeconfig(text).problem).toContain(problem);
  });
});

describe('kubelet.conf after the kubelet has rotated its certificate', () => {
  const pem = '/var/lib/kubelet/pki/kubelet-client-current.pem';
  const rewritten = withRotatedClientCertificate(parseKubeconfig(withCertificate).value!, pem);

  test('names the file instead of embedding', () => {
    expect(rewritten).toContain(`  user:\n    client-certificate: ${pem}\n    client-key: ${pem}\n`);
    expect(rewritten).not.toContain('-key-data');
  });

  test('doing it again changes nothing', () => {
    expect(withRotatedClientCertificate(parseKubeconfig(rewritten).value!, pem)).toBe(rewritten);
  });

  test('leaves other users and unknown fields alone', () => {
    const text = `${withCertificate}- name: other\n  user:\n    client-key-data: eA==\nextensions:\n- name: x\n`;
    const changed = parseKubeconfig(withRotatedClientCertificate(parseKubeconfig(text).value!, pem)).value!;
    expect(changed.users.map(({ name, keyFile, key }) => [name, keyFile, key])).toEqual([
      ['someone', pem, undefined],
      ['other', undefined, 'x'],
    ]);
    expect(changed.document['extensions']).toEqual([{ name: 'x' }]);
  });
});

test('another server goes into every cluster', () => {
  const config = parseKubeconfig(withServer(parseKubeconfig(withCertificate).value!, 'https://[fd00::1]:6443')).value!;
  expect(config.clusters.map(({ server, authority }) => [server, authority])).toEqual([
    ['https://[fd00::1]:6443', 'CA\n'],
  ]);
});
