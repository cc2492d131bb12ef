import { expect, it } from 'vitest';
import { observeRunningCluster } from '../../src/observe/running-cluster.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

const wanted = { via: { kubeconfig: '/admin.conf' }, timeoutMs: 1000, signal: new AbortController().signal };

function cluster(): MemoryHost {
  const host = memoryHost({ files: { '/admin.conf': 'x' } });
  host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  host.kube.answers.set('/version', { status: 200, body: JSON.stringify({ gitVersion: 'v1.36.3' }) });
  for (const [node, image] of Object.entries({
    cp1: 'registry.k8s.io/kube-apiserver:v1.36.3',
    cp2: 'mirror.example:5000/k8s/kube-apiserver:v1.35.4@sha256:abc',
    cp3: 'mine/kube-apiserver:latest',
  })) {
    host.kube.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `kube-apiserver-${node}`,
        namespace: 'kube-system',
        labels: { component: 'kube-apiserver', tier: 'control-plane' },
      },
      spec: {
        nodeName: node,
        containers: [
          { name: 'side', image: 'x:v9.9.9' },
          { name: 'kube-apiserver', image },
        ],
      },
    });
  }
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'w1' },
    status: { nodeInfo: { kubeletVersion: 'v1.34.1' } },
  });
  return host;
}

it('tells the versions of all API servers and kubelets', async () => {
  expect(await observeRunningCluster(wanted, cluster())).toEqual({
    state: 'present',
    value: {
      apiServer: 'v1.36.3',
      apiServers: new Map([
        ['cp1', 'v1.36.3'],
        ['cp2', 'v1.35.4'],
        ['cp3', ''],
      ]),
      kubelets: new Map([['w1', 'v1.34.1']]),
    },
  });
});

it('asks again for a while, then says why it does not know', async () => {
  const host = cluster();
  host.kube.fail({ verb: 'list', kind: 'Node' }, 503, 'ServiceUnavailable', 1);
  expect(await observeRunningCluster(wanted, host)).toMatchObject({ state: 'present' });
  host.kube.answers.set('/version', { status: 200, body: 'a proxy' });
  expect(await observeRunningCluster(wanted, host)).toMatchObject({ state: 'unknown', obstacle: 'failed' });
  host.kube.down = true;
  expect(await observeRunningCluster(wanted, host)).toMatchObject({ state: 'unknown', obstacle: 'unreachable' });
});
