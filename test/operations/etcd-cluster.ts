import type { EtcdMemberInput } from '../../src/operations/etcd-member.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const certificates = ['ca.crt', 'healthcheck-client.crt', 'healthcheck-client.key'];

/** How the fake cluster's etcd is reached. */
export const access = {
  via: { kubeconfig: '/etc/kubernetes/admin.conf' },
  caFile: '/etc/kubernetes/pki/etcd/ca.crt',
  certFile: '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
  keyFile: '/etc/kubernetes/pki/etcd/healthcheck-client.key',
};

/** The member that joins. */
export function joining(changes: Partial<EtcdMemberInput> = {}): EtcdMemberInput {
  return {
    access,
    node: 'cp2',
    peerUrl: 'https://10.0.0.2:2380',
    clientUrl: 'https://10.0.0.2:2379',
    dataDir: '/var/lib/etcd',
    metricsUrl: 'http://127.0.0.1:2381/metrics',
    criSocket: 'unix:///var/run/containerd/containerd.sock',
    timeoutMs: 20_000,
    ...changes,
  };
}

/** A joining machine, beside a cluster whose one member is `cp1`; its mirror Pod is in the API. */
export function joiningMachine(): TestContext {
  const files = Object.fromEntries(certificates.map((name) => [`/etc/kubernetes/pki/etcd/${name}`, 'x']));
  const host = memoryHost({ files: { ...files, '/etc/kubernetes/admin.conf': 'x' } });
  host.kube.put(namespace('kube-system'));
  host.kube.put(etcdPod('cp1', 'https://10.0.0.1:2379'));
  return operationContext({ host });
}

/** The mirror Pod of an etcd member. */
export function etcdPod(node: string, clientUrl: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `etcd-${node}`,
      namespace: 'kube-system',
      labels: { component: 'etcd', tier: 'control-plane' },
      annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': clientUrl },
    },
  };
}

function namespace(name: string) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
