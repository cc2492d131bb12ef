import { expect, test } from 'vitest';
import { meantCheck } from '../../../src/observe/preflight/check-guide.ts';

test.each([
  ['Swapp', 'Swap'],
  ['numcpus', 'NumCPU'],
  ['IsPriviledgedUser', 'IsPrivilegedUser'],
  ['ContainerRuntimVersion', 'ContainerRuntimeVersion'],
  ['al', 'all'],
])('%s is meant to be %s', (name, meant) => {
  expect(meantCheck(name)).toBe(meant);
});

test.each([
  'all',
  'ALL',
  'swap',
  'Port-10250',
  'diravailable--var-lib-etcd',
  'FileAvailable--etc-kubernetes-kubelet.conf',
  // Of earlier versions of kubeadm, and of none.
  'FileContent--proc-sys-net-bridge-bridge-nf-call-iptables',
  'CoreDNSUnsupportedPlugins',
  'something-else-altogether',
])('nothing is said about %s', (name) => {
  expect(meantCheck(name)).toBeUndefined();
});
