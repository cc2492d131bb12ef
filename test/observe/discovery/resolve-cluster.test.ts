import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { DiscoveryError } from '../../../src/observe/discovery/discovery-error.ts';
import { resolveCluster } from '../../../src/observe/discovery/resolve-cluster.ts';
import type { Secret } from '../../../src/plan/secret.ts';
import { defaultOptions, defaultTimeouts } from '../../../src/spec/defaults.ts';
import { joinWithDefaults } from '../../../src/spec/join-defaults.ts';
import { joinSpec } from '../../../src/spec/join-spec.ts';
import { byToken, type TestCluster, testCluster } from './found-cluster.ts';

const via = { kubeconfig: 'of the discovery' };

function configMap(cluster: TestCluster, name: string, data: { readonly [key: string]: string }): void {
  cluster.fake.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data });
}

async function complete(version = 'v1.36.3', more = ''): Promise<TestCluster> {
  const cluster = await testCluster();
  cluster.introduce();
  const text = `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: ${version}\nclusterName: blue\n${more}`;
  configMap(cluster, 'kubeadm-config', { ClusterConfiguration: text });
  configMap(cluster, 'kubelet-config', { kubelet: 'kind: KubeletConfiguration\nmaxPods: 5\n' });
  return cluster;
}

function resolve(cluster: TestCluster, known: ReadonlyMap<string, Secret> = new Map(), controlPlane = false) {
  const spec = {
    ...joinSpec(joinWithDefaults({}), defaultOptions('tsadm')),
    discovery: byToken(cluster),
    controlPlane,
    timeouts: { ...defaultTimeouts, discovery: 10_000, kubernetesAPICall: 10_000 },
  };
  const { host } = cluster;
  const silent = () => {};
  const signal = new AbortController().signal;
  return resolveCluster(spec, { host, signal, via, known, waiting: silent, warn: silent, reading: silent });
}

describe('resolving the cluster', () => {
  test('gives the stored configuration, read as the kubelet will ask', async () => {
    const cluster = await complete();
    const { spec } = await resolve(cluster);
    expect(spec.cluster).toMatchObject({ kubernetesVersion: 'v1.36.3', clusterName: 'blue' });
    expect(spec.kubelet.object).toEqual({ maxPods: 5 });
    expect(spec.found?.server).toBe(cluster.server.url);
    expect(cluster.server.wire.at(-1)?.headers.authorization).toMatch(/^Bearer abcdef\./);
  });

  test('a later try of the run has the same without asking, and its clients know the way', async () => {
    const cluster = await complete();
    const first = await resolve(cluster);
    const asked = cluster.server.wire.length;
    const second = await resolve(cluster, first.kept);
    expect(second.spec.cluster).toEqual(first.spec.cluster);
    expect(second.spec.found?.bootstrapKubeconfig.reveal()).toBe(first.spec.found?.bootstrapKubeconfig.reveal());
    expect(cluster.server.wire.length).toBe(asked);
    const api = await cluster.host.kube.connect(via);
    expect((await api.raw('/healthz')).status).toBe(200);
  });

  test('the gates of the cluster are those of its control planes', async () => {
    const cluster = await complete('v1.36.3', 'featureGates: {RootlessControlPlane: true}\n');
    const found = await resolve(cluster, new Map(), true);
    expect(found.spec.cluster.featureGates).toEqual({ RootlessControlPlane: true });
  });

  test('what is kept is secret', async () => {
    const { kept } = await resolve(await complete());
    expect(JSON.stringify([...kept])).not.toContain('0123456789abcdef');
  });

  test.each<[string, string, (cluster: TestCluster) => void]>([
    [
      'unauthorised',
      'does not accept the credentials for the TLS bootstrap',
      ({ fake }) => fake.fail({ name: 'kubeadm-config' }, 401, 'Unauthorized'),
    ],
    [
      'configuration-forbidden',
      'may not read kube-system/kubelet-config',
      ({ fake }) => void fake.forbidden.push({ name: 'kubelet-config' }),
    ],
    ['configuration-invalid', 'has no kubelet', (cluster) => configMap(cluster, 'kubelet-config', { other: 'x' })],
    ['configuration-invalid', 'has no ClusterConfiguration', (cluster) => configMap(cluster, 'kubeadm-config', {})],
  ])('%s: %s', async (obstacle, message, spoil) => {
    const cluster = await complete();
    spoil(cluster);
    const failed: unknown = await resolve(cluster).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DiscoveryError);
    expect(failed).toMatchObject({ obstacle, message: expect.stringContaining(message) });
  });

  test('configuration-missing: the cluster was not made by kubeadm', async () => {
    const cluster = await testCluster();
    cluster.introduce();
    await expect(resolve(cluster)).rejects.toMatchObject({ obstacle: 'configuration-missing' });
  });

  test('a cluster of a minor that is not served is refused', async () => {
    await expect(resolve(await complete('v1.29.0'))).rejects.toThrow(ConfigError);
  });
});
