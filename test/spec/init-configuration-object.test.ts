import { expect, test } from 'vitest';
import { initConfigurationObject } from '../../src/spec/init-configuration-object.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { toYaml } from '../../src/spec/yaml-write.ts';
import { fullConfiguration } from './full-configuration.ts';

test('defaults', () => {
  const { spec } = loadInitSpec({ program: 'tsadm', overrides: [] });
  expect(toYaml(initConfigurationObject(spec))).toBe(`apiVersion: kubeadm.k8s.io/v1beta4
bootstrapTokens:
- groups:
  - system:bootstrappers:kubeadm:default-node-token
  ttl: 24h0m0s
  usages:
  - signing
  - authentication
kind: InitConfiguration
localAPIEndpoint:
  bindPort: 6443
nodeRegistration:
  imagePullPolicy: IfNotPresent
  imagePullSerial: true
  taints: null
timeouts:
  controlPlaneComponentHealthCheck: 4m0s
  discovery: 5m0s
  etcdAPICall: 2m0s
  kubeletHealthCheck: 4m0s
  kubernetesAPICall: 1m0s
  tlsBootstrap: 5m0s
  upgradeManifests: 5m0s
`);
});

test('what is written loads to the same', () => {
  const load = (text: string) =>
    loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] }).spec;
  const once = load(fullConfiguration);
  const { cluster: _, ...again } = load(toYaml(initConfigurationObject(once)));
  expect(initConfigurationObject({ ...again, cluster: once.cluster })).toEqual(initConfigurationObject(once));
});
