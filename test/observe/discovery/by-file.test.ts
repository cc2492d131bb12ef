import { describe, expect, test } from 'vitest';
import { discover } from '../../../src/observe/discovery/discover.ts';
import { DiscoveryError } from '../../../src/observe/discovery/discovery-error.ts';
import { clusterInfoKubeconfig, parseKubeconfig } from '../../../src/pki/kubeconfig.ts';
import { Secret } from '../../../src/plan/secret.ts';
import type { Discovery } from '../../../src/spec/join-types.ts';
import { testKubeconfig } from '../../fakes/kube-server.ts';
import { type TestCluster, testCluster, token } from './found-cluster.ts';

const path = '/root/discovery.conf';
const bootstrapToken = new Secret(token);

async function search(
  cluster: TestCluster,
  files: { readonly [path: string]: string },
  tlsBootstrapToken: Secret | 'none' = bootstrapToken,
  kubeConfigPath = path,
) {
  for (const [each, text] of Object.entries(files)) {
    await cluster.host.files.write(each, text, { mode: 0o600, directoryMode: 0o700 });
  }
  const discovery: Discovery = {
    file: { kubeConfigPath },
    tlsBootstrapToken: tlsBootstrapToken === 'none' ? undefined : tlsBootstrapToken,
  };
  const { host } = cluster;
  const asking = { clock: host.clock, signal: new AbortController().signal, timeoutMs: 10_000, waiting: () => {} };
  return discover(discovery, asking, host);
}

async function found() {
  const cluster = await testCluster();
  cluster.introduce();
  return cluster;
}

interface Written {
  clusters?: { cluster: object }[];
  users: { user: object }[];
  'current-context'?: string;
}

function edited(text: string, edit: (config: Written) => void): string {
  const config = JSON.parse(text) as Written;
  edit(config);
  return JSON.stringify(config);
}

describe('by file', () => {
  test('the text of cluster-info itself is enough, with a token for the kubelet', async () => {
    const cluster = await found();
    const result = await search(cluster, { [path]: clusterInfoKubeconfig(cluster.server.url, cluster.tls.ca) });
    expect(result.warnings).toEqual([]);
    expect(result.found).toMatchObject({ server: cluster.server.url, authority: cluster.tls.ca });
    expect(parseKubeconfig(result.found.bootstrapKubeconfig.reveal()).value?.users[0]).toMatchObject({
      name: 'tls-bootstrap-token-user',
      token,
    });
  });

  test('credentials of the file are the ones of the kubelet when there is no token', async () => {
    const cluster = await found();
    const result = await search(cluster, { [path]: testKubeconfig(cluster.server.url, cluster.tls) }, 'none');
    expect(parseKubeconfig(result.found.bootstrapKubeconfig.reveal()).value?.users).toMatchObject([
      { name: 'admin', certificate: cluster.tls.client.cert, key: cluster.tls.client.key },
    ]);
    expect(cluster.server.wire[0]?.client).toBe('kubernetes-admin');
  });

  test('files that it names are read into it, relative to itself', async () => {
    const cluster = await found();
    const text = edited(testKubeconfig(cluster.server.url, cluster.tls), ({ clusters, users }) => {
      clusters![0]!.cluster = { server: cluster.server.url, 'certificate-authority': 'pki/ca.crt' };
      users[0]!.user = { tokenFile: '/root/token' };
    });
    const files = { [path]: text, '/root/pki/ca.crt': cluster.tls.ca, '/root/token': `${token}\n` };
    const { found: result } = await search(cluster, files, 'none');
    expect(result.authority).toBe(cluster.tls.ca);
    expect(parseKubeconfig(result.bootstrapKubeconfig.reveal()).value?.users).toMatchObject([{ name: 'admin', token }]);
    expect(cluster.server.wire[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  test('a cluster that does not show cluster-info is taken as the file has it', async () => {
    const cluster = await found();
    cluster.fake.forbidden.push({ name: 'cluster-info' });
    const result = await search(cluster, { [path]: clusterInfoKubeconfig(cluster.server.url, cluster.tls.ca) });
    expect(result.warnings).toEqual([expect.stringContaining('the file is believed as it is')]);
    expect(result.found.server).toBe(cluster.server.url);
  });

  test('the file decides which server it is, and the difference is told', async () => {
    const cluster = await testCluster();
    const { port } = new URL(cluster.server.url);
    cluster.introduce({ kubeconfig: clusterInfoKubeconfig(`https://localhost:${port}`, cluster.tls.ca) });
    const result = await search(cluster, { [path]: clusterInfoKubeconfig(cluster.server.url, cluster.tls.ca) });
    expect(result.warnings).toEqual([expect.stringContaining('the file decides')]);
    expect(result.found.server).toBe(cluster.server.url);
  });
});

describe('by an https URL', () => {
  /** The cluster's own server hands the file out as well; the machine trusts it. */
  async function offering(answers: { status: number; body: string }[]) {
    const cluster = await found();
    await cluster.host.files.write('/etc/ssl/certs/ca-certificates.crt', cluster.tls.ca, {
      mode: 0o644,
      directoryMode: 0o755,
    });
    const asked: string[] = [];
    cluster.server.intercept = ({ url }) => {
      if (!url.startsWith('/discovery')) return undefined;
      asked.push(url);
      return answers.length > 1 ? answers.shift() : answers[0];
    };
    return { cluster, asked, url: `${cluster.server.url}/discovery?sig=secret` };
  }

  test('the file is fetched, with its query, from a server that the system trusts', async () => {
    const answers: { status: number; body: string }[] = [];
    const { cluster, asked, url } = await offering(answers);
    answers.push({ status: 200, body: clusterInfoKubeconfig(cluster.server.url, cluster.tls.ca) });
    const result = await search(cluster, {}, bootstrapToken, url);
    expect(result.found.server).toBe(cluster.server.url);
    expect(asked).toEqual(['/discovery?sig=secret']);
  });

  test.each([
    [404, false],
    [503, true],
  ])('status %i is told, and whether to ask again', async (status, passing) => {
    const { cluster, url } = await offering([{ status, body: 'no' }]);
    const failed: unknown = await search(cluster, {}, bootstrapToken, url).catch((error: unknown) => error);
    expect(failed).toMatchObject({ obstacle: 'download-failed', passing });
    expect(String(failed)).toContain(`/discovery: status ${status}`);
    expect(String(failed)).not.toContain('secret');
  });

  test('what is no kubeconfig is refused, and its query is not shown', async () => {
    const { cluster, url } = await offering([{ status: 200, body: '<html>Please log in</html>' }]);
    const failed: unknown = await search(cluster, {}, bootstrapToken, url).catch((error: unknown) => error);
    expect(failed).toMatchObject({ obstacle: 'file-invalid' });
    expect(String(failed)).not.toContain('secret');
  });
});

describe('ways to fail by file', () => {
  const without = (field: 'current-context' | 'clusters') => (url: string, cluster: TestCluster) =>
    edited(testKubeconfig(url, cluster.tls), (config) => {
      delete config[field];
    });

  test.each<
    [
      obstacle: string,
      message: RegExp,
      text: ((url: string, cluster: TestCluster) => string) | undefined,
      Secret | 'none',
    ]
  >([
    ['file-missing', /^there is no file \/root\/discovery\.conf$/, undefined, bootstrapToken],
    ['file-invalid', /is no kubeconfig: it is not YAML/, () => 'a: [', bootstrapToken],
    ['file-invalid', /names no cluster with a server/, without('clusters'), bootstrapToken],
    ['file-invalid', /names no cluster with a server/, without('current-context'), bootstrapToken],
    [
      'file-invalid',
      /wants a program to be run \(exec\)/,
      (url, cluster) =>
        edited(testKubeconfig(url, cluster.tls), ({ users }) => {
          users[0]!.user = { exec: { command: 'aws' } };
        }),
      bootstrapToken,
    ],
    [
      'file-invalid',
      /names \/root\/none\.key as its client-key, which cannot be read/,
      (url, cluster) =>
        edited(testKubeconfig(url, cluster.tls), ({ users }) => {
          users[0]!.user = { 'client-key': 'none.key' };
        }),
      bootstrapToken,
    ],
    [
      'no-credentials',
      /nothing with which the kubelet could ask for its certificate/,
      (url, cluster) => clusterInfoKubeconfig(url, cluster.tls.ca),
      'none',
    ],
    ['untrusted-certificate', /has not signed/, (url) => clusterInfoKubeconfig(url, 'no certificate'), bootstrapToken],
  ])('%s: %s', async (obstacle, message, text, tlsToken) => {
    const cluster = await found();
    const files: { [path: string]: string } = text === undefined ? {} : { [path]: text(cluster.server.url, cluster) };
    const failed: unknown = await search(cluster, files, tlsToken).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DiscoveryError);
    expect(failed).toMatchObject({ obstacle, message: expect.stringMatching(message) });
    expect((failed as DiscoveryError).hint).toBeTruthy();
  });

  test('download-failed: a URL whose server is not there, and its query is not shown', async () => {
    const cluster = await found();
    const failed: unknown = await search(cluster, {}, bootstrapToken, 'https://127.0.0.1:1/f?sig=secret').catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ obstacle: 'download-failed', passing: true });
    expect(String(failed)).toMatch(/fetched from https:\/\/127\.0\.0\.1:1\/f: /);
    expect(String(failed)).not.toContain('secret');
  });
});
