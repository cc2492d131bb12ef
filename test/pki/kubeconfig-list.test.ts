import { describe, expect, test } from 'vitest';
import { kubeconfigNamed, kubeconfigPath, kubeconfigServer, kubeconfigs } from '../../src/pki/kubeconfig-list.ts';
import { exampleSpec } from './example.ts';

test('the files are those of kubeadm, in its order', () => {
  expect(kubeconfigs.map(({ name, fileName }) => [name, fileName])).toEqual([
    ['admin', 'admin.conf'],
    ['super-admin', 'super-admin.conf'],
    ['kubelet', 'kubelet.conf'],
    ['controller-manager', 'controller-manager.conf'],
    ['scheduler', 'scheduler.conf'],
  ]);
  expect(kubeconfigPath(kubeconfigNamed('admin'), exampleSpec())).toBe('/kc/admin.conf');
});

describe('servers', () => {
  test.each([
    ['no endpoint', '', 'https://10.1.2.3:6443'],
    ['a name', 'lb.example.com', 'https://lb.example.com:6443'],
    ['a name and a port', 'lb.example.com:7443', 'https://lb.example.com:7443'],
    ['an IPv6 address', '[fd00::99]:443', 'https://[fd00::99]:443'],
  ])('with %s', (_, controlPlaneEndpoint, cluster) => {
    const spec = exampleSpec({ controlPlaneEndpoint });
    expect(kubeconfigs.map((record) => kubeconfigServer(record, spec))).toEqual([
      cluster,
      cluster,
      ...Array(3).fill('https://10.1.2.3:6443'),
    ]);
  });
});
