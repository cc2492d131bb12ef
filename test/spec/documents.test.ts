import { expect, test } from 'vitest';
import { sortDocuments } from '../../src/spec/documents.ts';
import { readYaml } from '../../src/spec/yaml-read.ts';

function sort(text: string, program = 'tsadm') {
  return sortDocuments(readYaml(text, 'f').documents, 'f', program);
}

test('documents are found by kind, whatever their order', () => {
  const { documents, errors, warnings } = sort(
    'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n',
  );
  expect([...documents.keys()].sort()).toEqual(['ClusterConfiguration', 'InitConfiguration', 'KubeProxyConfiguration']);
  expect([errors, warnings]).toEqual([[], []]);
});

test.each([
  ['v1alpha1', 'v1.11'],
  ['v1alpha2', 'v1.12'],
  ['v1alpha3', 'v1.14'],
  ['v1beta1', 'v1.15'],
  ['v1beta2', 'v1.22'],
])('%s needs kubeadm %s', (version, reader) => {
  const { errors } = sort(`apiVersion: kubeadm.k8s.io/${version}\nkind: JoinConfiguration\n`);
  expect(errors[0]?.hint).toContain(`kubeadm ${reader}:`);
});

test('hints name the program as it was called', () => {
  const { errors } = sort('', 'kubeadm');
  expect(errors[0]?.hint).toBe('see "kubeadm config print init-defaults"');
});
