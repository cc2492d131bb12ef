import { expect, test } from 'vitest';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { toYaml } from '../../src/spec/yaml-write.ts';
import { cluster } from './bad-cases.ts';
import { externalEtcdConfiguration } from './full-configuration.ts';

function stored(text: string): string {
  const { spec } = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] });
  return toYaml(clusterConfigurationObject(spec));
}

/** All recorded from kubeadm v1.36.3, `init phase upload-config kubeadm --dry-run`. */
test('defaults', () => {
  expect(stored(cluster(''))).toBe(`apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
caCertificateValidityPeriod: 87600h0m0s
certificateValidityPeriod: 8760h0m0s
certificatesDir: /etc/kubernetes/pki
clusterName: kubernetes
controllerManager: {}
dns: {}
encryptionAlgorithm: RSA-2048
etcd:
  local:
    dataDir: /var/lib/etcd
imageRepository: registry.k8s.io
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
networking:
  dnsDomain: cluster.local
  serviceSubnet: 10.96.0.0/12
proxy: {}
scheduler: {}
`);
});

test('external etcd', () => {
  expect(stored(externalEtcdConfiguration.replace(/ {4}(?:ca|cert|key)File.*\n/g, ''))).toContain(`etcd:
  external:
    caFile: ""
    certFile: ""
    endpoints:
    - https://10.1.1.2:2379
    httpEndpoints:
    - http://10.1.1.2:2381
    keyFile: ""
`);
});

test('variables stand in clear, with what kubeadm fills in', () => {
  const text = cluster(
    'apiServer: {extraEnvs: [{name: A, value: b}, {name: B, valueFrom: {fieldRef: {fieldPath: x}}}, {name: C, valueFrom: {resourceFieldRef: {resource: x}}}]}',
  );
  expect(stored(text)).toContain(`apiServer:
  extraEnvs:
  - name: A
    value: b
  - name: B
    valueFrom:
      fieldRef:
        apiVersion: v1
        fieldPath: x
  - name: C
    valueFrom:
      resourceFieldRef:
        divisor: "0"
        resource: x
`);
});

test('the key algorithm is stored as written, whatever the deprecated gate makes of it', () => {
  const text = cluster('encryptionAlgorithm: ECDSA-P384\nfeatureGates: {PublicKeysECDSA: false}');
  const { spec } = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] });
  expect(spec.cluster.encryptionAlgorithm).toBe('RSA-2048');
  expect(stored(text)).toContain('encryptionAlgorithm: ECDSA-P384\n');
});
