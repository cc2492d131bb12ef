import { expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { storedCluster } from '../../src/spec/stored-configuration.ts';
import { toYaml } from '../../src/spec/yaml-write.ts';
import { fullConfiguration } from './full-configuration.ts';

const from = 'kube-system/kubeadm-config';

test('what init stores is read back as it was', () => {
  const { spec } = loadInitSpec({
    program: 'tsadm',
    document: { file: 'a.yaml', text: fullConfiguration },
    overrides: [],
  });
  const found = storedCluster(toYaml(clusterConfigurationObject(spec)), from);
  expect(JSON.parse(JSON.stringify(found.cluster))).toEqual(
    JSON.parse(JSON.stringify({ ...spec.cluster, controlPlaneEndpoint: found.cluster.controlPlaneEndpoint })),
  );
  expect(found.warnings).toEqual([]);
});

test('v1beta3, as older releases stored it', () => {
  const found = storedCluster(
    `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.35.4
apiServer:
  extraArgs:
    authorization-mode: Node,RBAC
  timeoutForControlPlane: 4m0s
`,
    from,
  );
  expect(found.apiVersion).toBe('kubeadm.k8s.io/v1beta3');
  expect(found.cluster.apiServer.extraArgs).toEqual([{ name: 'authorization-mode', value: 'Node,RBAC' }]);
  expect(found.warnings).toEqual([]);
});

test('unknown fields are told and kept in the document; gates that are settled are passed over', () => {
  const found = storedCluster(
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.37.0
featureGates: { NodeLocalCRISocket: true, RootlessControlPlane: true }
clusterNam: oops
`,
    from,
  );
  expect(found.warnings).toMatchObject([{ path: 'clusterNam', file: from, line: 5 }]);
  expect(found.document['clusterNam']).toBe('oops');
  expect(found.cluster.featureGates).toEqual({ RootlessControlPlane: true });
});

test.each([
  ['apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: []\n', /expected a mapping/],
  ['apiVersion: kubeadm.k8s.io/v1beta1\nkind: ClusterConfiguration\n', /too old/],
  ['apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n', /no ClusterConfiguration/],
  ['a: [', /./],
])('what cannot be read is refused with its place: %j', (text, words) => {
  let thrown: unknown;
  try {
    storedCluster(text, from);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ConfigError);
  expect((thrown as ConfigError).issues[0]!.message).toMatch(words);
  expect((thrown as ConfigError).issues[0]!.file).toBe(from);
});
