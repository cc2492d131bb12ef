import { expect, test } from 'vitest';
import { loadInitSpec } from '../../src/spec/load-init.ts';

test.each([
  [{ PublicKeysECDSA: true }, 'RSA-4096', 'ECDSA-P256'],
  [{ PublicKeysECDSA: false }, 'ECDSA-P384', 'RSA-2048'],
  [{}, 'ECDSA-P384', 'ECDSA-P384'],
])('gates %j and %s make %s keys', (value, algorithm, wanted) => {
  const { spec } = loadInitSpec({
    program: 'tsadm',
    overrides: [
      { path: 'ClusterConfiguration.featureGates', value, flag: 'feature-gates' },
      { path: 'ClusterConfiguration.encryptionAlgorithm', value: algorithm, flag: 'x' },
    ],
  });
  expect(spec.cluster.encryptionAlgorithm).toBe(wanted);
});

test('external etcd: what is asked over HTTP is asked of its endpoints', () => {
  const { spec } = loadInitSpec({
    program: 'tsadm',
    overrides: [{ path: 'ClusterConfiguration.etcd.external.endpoints', value: ['https://a:2379'], flag: 'x' }],
  });
  expect(spec.cluster.etcd.external).toEqual({
    endpoints: ['https://a:2379'],
    httpEndpoints: ['https://a:2379'],
    caFile: '',
    certFile: '',
    keyFile: '',
  });
});
