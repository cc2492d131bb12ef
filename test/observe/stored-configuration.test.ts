import { beforeEach, expect, test } from 'vitest';
import { ConfigError, EffectError } from '../../src/errors.ts';
import { clusterConfig } from '../../src/manifests/cluster-config.ts';
import { kubeProxy } from '../../src/manifests/kube-proxy.ts';
import { kubeletConfigMap } from '../../src/manifests/kubelet-config-map.ts';
import { needStored, observeStoredSpec, type StoredRequest } from '../../src/observe/stored-configuration.ts';
import { currentUser, parseKubeconfig, withRotatedClientCertificate } from '../../src/pki/kubeconfig.ts';
import type { JsonObject, KubeObject } from '../../src/plan/json.ts';
import { advertiseAddressAnnotation, criSocketAnnotation } from '../../src/spec/annotations.ts';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { initSpec } from '../manifests/spec-builder.ts';
import { exampleSpec, textOf, written } from '../pki/example.ts';

let host: MemoryHost;
const request: StoredRequest = {
  via: { kubeconfig: '/admin.conf' },
  components: true,
  node: true,
  apiEndpoint: true,
  timeoutMs: 3000,
  signal: new AbortController().signal,
  options: { program: 'tsadm' },
};
const taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const facts = { hostName: 'x', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] };

const kubelet = parseKubeconfig(
  textOf(written(exampleSpec({}, { nodeRegistration: { name: 'cp-7' } })), '/kc/kubelet.conf'),
).value!;

beforeEach(() => {
  host = memoryHost({
    files: {
      '/admin.conf': 'x',
      '/etc/kubernetes/kubelet.conf': withRotatedClientCertificate(kubelet, '../pem/current.pem'),
      '/etc/pem/current.pem': currentUser(kubelet)!.certificate!,
      '/var/lib/kubelet/instance-config.yaml': 'containerRuntimeEndpoint: "unix:///run/crio.sock"\n',
    },
  });
  const spec = initSpec();
  const objects = [
    ...clusterConfig(clusterConfigurationObject(spec) as JsonObject),
    ...kubeletConfigMap(spec),
    ...kubeProxy(spec, facts),
  ].map(({ object }) => object);
  for (const namespace of ['kube-system']) {
    host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  }
  for (const object of objects) host.kube.put(object);
  host.kube.put(node({}));
  host.kube.put(pod('10.1.2.3:7443'));
});

function node(annotations: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'cp-7', annotations }, spec: { taints: [taint] } };
}

function pod(address: string): KubeObject {
  const labels = { component: 'kube-apiserver', tier: 'control-plane' };
  const annotations = { [advertiseAddressAnnotation]: address };
  const metadata = { name: 'kube-apiserver-cp-7', namespace: 'kube-system', labels, annotations };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { nodeName: 'cp-7' } };
}

test('the whole of it: cluster, components, node, API server', async () => {
  const { spec, warnings } = needStored(await observeStoredSpec(request, host), '/admin.conf');
  expect(warnings).toEqual([]);
  expect(spec.cluster.kubernetesVersion).toBe(initSpec().cluster.kubernetesVersion);
  expect(spec.kubelet.userSupplied).toBe(false);
  expect(spec.kubelet.object['clusterDomain']).toBe('cluster.local');
  expect(spec.kubeProxy.object).toHaveProperty('clusterCIDR');
  expect(spec.nodeRegistration).toMatchObject({ name: 'cp-7', criSocket: 'unix:///run/crio.sock', taints: [taint] });
  expect(spec.localAPIEndpoint).toEqual({ advertiseAddress: '10.1.2.3', bindPort: 7443 });
});

test('only what is asked for is looked at', async () => {
  const few = { ...request, components: false, node: false, apiEndpoint: false };
  const { spec } = needStored(await observeStoredSpec(few, host), '/admin.conf');
  expect(spec.nodeRegistration.name).toBe('');
  expect(host.kube.requests).toEqual(['get ConfigMap kube-system/kubeadm-config']);
});

test('an older node tells its socket by annotation', async () => {
  await host.files.remove('/var/lib/kubelet/instance-config.yaml');
  host.kube.put(node({ [criSocketAnnotation]: '/run/old.sock' }));
  const { spec } = needStored(await observeStoredSpec(request, host), '/admin.conf');
  expect(spec.nodeRegistration.criSocket).toBe('unix:///run/old.sock');
});

test('a cluster without kube-proxy is one with a warning', async () => {
  await (await host.kube.connect(request.via)).delete({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'kube-proxy',
  });
  const { warnings } = needStored(await observeStoredSpec(request, host), '/admin.conf');
  expect(warnings).toMatchObject([{ message: expect.stringContaining('kube-proxy') }]);
});

test('absent is what a server says, unknown what nobody can say', async () => {
  const few = { ...request, components: false, node: false, apiEndpoint: false };
  const nowhere = { ...few, via: { kubeconfig: '/none.conf' } };
  expect(await observeStoredSpec(nowhere, host)).toMatchObject({ state: 'unknown', obstacle: 'no-kubeconfig' });
  host.kube.forbidden.push({ kind: 'ConfigMap' });
  expect(await observeStoredSpec(few, host)).toMatchObject({ state: 'unknown', obstacle: 'forbidden' });
  host.kube.forbidden.length = 0;
  host.kube.down = true;
  const down = await observeStoredSpec(few, host);
  expect(down).toMatchObject({ state: 'unknown', obstacle: 'unreachable' });
  expect(() => needStored(down, '/admin.conf')).toThrow(EffectError);
  host.kube.down = false;
  await (await host.kube.connect(request.via)).delete({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'kubeadm-config',
  });
  expect(await observeStoredSpec(few, host)).toMatchObject({ state: 'absent' });
});

test('a server that comes up late is waited for', async () => {
  host.kube.fail({ kind: 'ConfigMap', name: 'kubeadm-config' }, 503, 'ServiceUnavailable', 3);
  expect(await observeStoredSpec(request, host)).toMatchObject({ state: 'present' });
});

test('what is stored and cannot be understood is a mistake with its place', async () => {
  host.kube.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kubeadm-config', namespace: 'kube-system' },
    data: { ClusterConfiguration: 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\netcd: 3\n' },
  });
  await expect(observeStoredSpec(request, host)).rejects.toThrow(ConfigError);
});

test.each([
  ['/etc/kubernetes/kubelet.conf', undefined, { state: 'absent' }],
  ['/etc/kubernetes/kubelet.conf', '{', { state: 'unknown', obstacle: 'no-kubeconfig' }],
  ['/etc/pem/current.pem', undefined, { state: 'unknown', obstacle: 'no-kubeconfig' }],
  ['/etc/pem/current.pem', 'x', { state: 'unknown', obstacle: 'no-kubeconfig' }],
])('the name of a node without a usable %s is not guessed (%j)', async (path, text, expected) => {
  if (text === undefined) await host.files.remove(path);
  else await host.files.write(path, text, { mode: 0o600, directoryMode: 0o755 });
  expect(await observeStoredSpec(request, host)).toMatchObject(expected);
});
