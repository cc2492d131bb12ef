import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../src/observe/preflight/check-sets.ts';
import { joinChecks, joinControlPlaneChecks } from '../../../src/observe/preflight/join-checks.ts';
import { Secret } from '../../../src/plan/secret.ts';
import { clusterWithDefaults } from '../../../src/spec/cluster-defaults.ts';
import type { JoinSpec } from '../../../src/spec/join-spec.ts';
import { joiningSpec } from '../../phases/join/joining-spec.ts';
import { fitMachine, short } from './fit-machine.ts';

function worker(apiServerEndpoint = '10.0.0.1:6443', more: Partial<JoinSpec> = {}): JoinSpec {
  const token = new Secret('abcdef.0123456789abcdef');
  const bootstrapToken = { token, apiServerEndpoint, caCertHashes: [], unsafeSkipCAVerification: true };
  return {
    ...joiningSpec({ controlPlane: false, nodeRegistration: { name: 'cp1' } }),
    // As it is before the cluster has been asked.
    cluster: clusterWithDefaults({}),
    discovery: { bootstrapToken, tlsBootstrapToken: token },
    ...more,
  };
}

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
  ]);
});
