import { defaultOptions } from '../../src/spec/defaults.ts';
import { loadReset } from '../../src/spec/load-reset.ts';
import type { ResetSpec } from '../../src/spec/reset-spec.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { etcdPod } from '../operations/etcd-cluster.ts';

/** The manifest of a member as kubeadm writes it, as far as a reset reads it. */
export function etcdManifest(
  options: {
    readonly dataDir?: string;
    readonly cluster?: string;
    readonly node?: string;
    readonly address?: string;
  } = {},
): string {
  const { node = 'cp1', address = '10.0.0.1', dataDir = '/var/lib/etcd' } = options;
  return `apiVersion: v1
kind: Pod
metadata:
  name: etcd
  namespace: kube-system
spec:
  containers:
  - name: etcd
    command:
    - etcd
    - --advertise-client-urls=https://${address}:2379
    - --initial-advertise-peer-urls=https://${address}:2380
    - --initial-cluster=${options.cluster ?? `${node}=https://${address}:2380`}
    - --name=${node}
  volumes:
  - name: etcd-data
    hostPath: {path: ${dataDir}, type: DirectoryOrCreate}
`;
}

const kubeconfigs = ['admin', 'super-admin', 'kubelet', 'bootstrap-kubelet', 'controller-manager', 'scheduler'];

/** A control plane with Pods, mounts and the state of earlier runs; what a reset leaves is there, too. */
export function controlPlane(dataDir = '/var/lib/etcd'): MemoryHost {
  const host = memoryHost({
    files: {
      ...Object.fromEntries(kubeconfigs.map((name) => [`/etc/kubernetes/${name}.conf`, 'x'])),
      '/etc/kubernetes/pki/ca.key': 'x',
      '/etc/kubernetes/pki/etcd/ca.crt': 'x',
      '/etc/kubernetes/pki/etcd/healthcheck-client.crt': 'x',
      '/etc/kubernetes/pki/etcd/healthcheck-client.key': 'x',
      '/etc/kubernetes/manifests/etcd.yaml': etcdManifest({ dataDir }),
      '/etc/kubernetes/manifests/kube-apiserver.yaml': 'x',
      '/etc/kubernetes/tmp/backup': 'x',
      '/etc/kubernetes/mine.conf': 'x',
      '/etc/cni/net.d/10.conf': 'x',
      '/etc/machine-id': 'abc\n',
      '/var/lib/kubelet/config.yaml': 'x',
      '/var/lib/kubelet/instance-config.yaml': 'containerRuntimeEndpoint: unix:///var/run/containerd/containerd.sock\n',
      '/var/lib/kubelet/pki/kubelet-client-current.pem': 'x',
      '/var/lib/kubelet/pods/a/volumes/token': { directory: true },
      [`${dataDir}/member/snap/db`]: 'x',
      '/var/lib/tsadm/records/init.json': '{}',
      '/var/lib/tsadm/backups/1/ca.key': 'x',
      '/var/lib/tsadm/runs/20260101T000000Z-1/minted.json': 'x',
      '/run/tsadm/status.json': '{}',
    },
  });
  host.files.mount('/var/lib/kubelet/pods/a/volumes/token');
  host.files.put('/var/lib/kubelet/pods/a/volumes/token/key', 'x');
  host.services.services.get('kubelet')!.active = true;
  const runtime = host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!;
  runtime.sandboxes = ['etcd', 'coredns'].map((name) => ({
    id: `sandbox-${name}`,
    name,
    namespace: 'kube-system',
    uid: name,
    state: 'ready',
    createdAt: 0,
  }));
  host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  host.kube.put(etcdPod('cp1', 'https://10.0.0.1:2379'));
  return host;
}

/** Lets two more members join the fake cluster. */
export function withThreeMembers(host: MemoryHost): MemoryHost {
  for (const index of [2, 3]) {
    host.etcd.members.push({
      id: String(index),
      name: `cp${index}`,
      peerUrls: [`https://10.0.0.${index}:2380`],
      clientUrls: [`https://10.0.0.${index}:2379`],
      learner: false,
    });
    host.kube.put(etcdPod(`cp${index}`, `https://10.0.0.${index}:2379`));
  }
  return host;
}

/** What a reset knows before it looks. */
export function resetSpec(changes: Partial<ResetSpec> = {}): ResetSpec {
  return {
    ...loadReset({ program: 'tsadm', overrides: [] }).spec,
    options: defaultOptions('tsadm'),
    certificatesDirGiven: false,
    etcd: 'unknown',
    rootless: false,
    emptiesEtcd: true,
    ...changes,
  };
}
