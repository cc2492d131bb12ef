import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../src/observe/preflight/check-sets.ts';
import { joinChecks, joinControlPlaneChecks } from '../../../src/observe/preflight/join-checks.ts';
import { Secret } from '../../../src/plan/secret.ts';
import { externalEtcd, joiningSpec } from '../../phases/join/joining-spec.ts';
import { worker } from './fit-join.ts';
import { fitMachine, short } from './fit-machine.ts';

const ofNode = [
  'CRI',
  'ContainerRuntimeVersion',
  'Swap',
  'FileExisting-cp',
  'FileExisting-losetup',
  'FileExisting-mount',
  'SystemVerification',
  'Hostname',
  'KubeletVersion',
  'Service-kubelet',
  'KubeletUnit',
  'Port-10250',
  'Clock',
  'DiskSpace--etc-kubernetes',
  'DiskSpace--var-lib-kubelet',
  'DiskSpace--var-lib-containerd',
  'RuntimeProxy',
];
const kubeconfigs = [
  'FileAvailable--etc-kubernetes-kubelet.conf',
  'FileAvailable--etc-kubernetes-bootstrap-kubelet.conf',
];
const ca = 'FileAvailable--etc-kubernetes-pki-ca.crt';

describe('the first round', () => {
  test.each([
    ['10.0.0.1:6443', ['HTTPProxy', 'FileContent--proc-sys-net-ipv4-ip_forward']],
    ['[fd00::1]:6443', ['HTTPProxy', 'FileContent--proc-sys-net-ipv6-conf-default-forwarding']],
    ['lb.example:6443', ['HTTPProxy']],
  ])('of a worker that joins by %s has the names of kubeadm, in its order', (endpoint, last) => {
    expect(joinChecks(worker(endpoint)).map(({ name }) => name)).toEqual([...kubeconfigs, ...ofNode, ca, ...last]);
  });

  test('a discovery file asks nothing of the network', () => {
    const spec = worker('', { discovery: { file: { kubeConfigPath: '/f' }, tlsBootstrapToken: undefined } });
    expect(joinChecks(spec).map(({ name }) => name)).toEqual([...kubeconfigs, ...ofNode, ca]);
  });

  test('a control plane may have its CA already', () => {
    const names = joinChecks(worker('10.0.0.1:6443', { controlPlane: true })).map(({ name }) => name);
    expect(names).not.toContain(ca);
  });

  test('what an earlier cluster left is in the way', async () => {
    const host = fitMachine({ '/etc/kubernetes/kubelet.conf': 'x', '/etc/kubernetes/pki/ca.crt': 'x' });
    expect(short(await findingsOf('join', worker(), host))).toEqual([`error ${kubeconfigs[0]}`, `error ${ca}`]);
  });
});

test('the second round of a control plane leaves out what the first had', () => {
  expect(joinControlPlaneChecks(joiningSpec()).map(({ name }) => name)).toEqual([
    'NumCPU',
    'Mem',
    'KubernetesVersion',
    'Firewalld',
    'Port-6443',
    'Port-10259',
    'Port-10257',
    'FileAvailable--etc-kubernetes-manifests-kube-apiserver.yaml',
    'FileAvailable--etc-kubernetes-manifests-kube-controller-manager.yaml',
    'FileAvailable--etc-kubernetes-manifests-kube-scheduler.yaml',
    'FileAvailable--etc-kubernetes-manifests-etcd.yaml',
    'HTTPProxy',
    'HTTPProxyCIDR',
    'HTTPProxyCIDR',
    'Port-2379',
    'Port-2380',
    'DirAvailable--var-lib-etcd',
    'EtcdMount',
    'DiskSpace--var-lib-etcd',
  ]);
});

test.each([
  [undefined, ['ExternalEtcdClientCertificates']],
  [new Secret('0'.repeat(64)), []],
])('files for external etcd are asked for only where none will be downloaded: %s', (certificateKey, wanted) => {
  const spec = joiningSpec({ certificateKey, cluster: { etcd: externalEtcd } });
  const names = joinControlPlaneChecks(spec).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('ExternalEtcd'))).toEqual(wanted);
});

test.each([
  ['v1.35.4', '3.10.1'],
  ['v1.36.3', '3.10.2'],
  ['of some kind', '3.10.2'],
])('before the cluster is known, kubelet %s says that pause %s is right', async (kubelet, pause) => {
  const host = fitMachine();
  host.exec.install('kubelet', { stdout: `Kubernetes ${kubelet}\n` });
  const runtime = [...host.cri.runtimes.values()][0]!;
  runtime.sandboxImage = `registry.k8s.io/pause:${pause}`;
  const ofRuntime = async () => (await findingsOf('join', worker(), host)).filter(({ name }) => name === 'CRI');
  expect(await ofRuntime()).toEqual([]);
  runtime.sandboxImage = 'registry.k8s.io/pause:3.9';
  const [found] = await ofRuntime();
  expect(found).toMatchObject({ name: 'CRI', severity: 'warning', hint: expect.stringContaining(`pause:${pause}`) });
});
