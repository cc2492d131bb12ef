import { expect, test } from 'vitest';
import { loadInitSpec } from '../../src/spec/load-init.ts';

test('without file and flags everything has its default', () => {
  const { spec, warnings } = loadInitSpec({ program: 'tsadm', overrides: [] });
  expect(warnings).toEqual([]);
  expect(spec).toEqual({
    cluster: {
      kubernetesVersion: 'stable-1',
      controlPlaneEndpoint: '',
      clusterName: 'kubernetes',
      certificatesDir: '/etc/kubernetes/pki',
      imageRepository: 'registry.k8s.io',
      featureGates: {},
      encryptionAlgorithm: 'RSA-2048',
      certificateValidityPeriod: 31_536_000_000,
      caCertificateValidityPeriod: 315_360_000_000,
      networking: { serviceSubnet: '10.96.0.0/12', podSubnet: '', dnsDomain: 'cluster.local' },
      etcd: {
        local: {
          imageRepository: '',
          imageTag: '',
          dataDir: '/var/lib/etcd',
          extraArgs: [],
          extraEnvs: [],
          serverCertSANs: [],
          peerCertSANs: [],
        },
      },
      apiServer: { extraArgs: [], extraVolumes: [], extraEnvs: [], certSANs: [] },
      controllerManager: { extraArgs: [], extraVolumes: [], extraEnvs: [] },
      scheduler: { extraArgs: [], extraVolumes: [], extraEnvs: [] },
      dns: { imageRepository: '', imageTag: '', disabled: false },
      proxy: { disabled: false },
    },
    bootstrapTokens: [
      {
        token: undefined,
        description: '',
        ttl: 86_400_000,
        usages: ['signing', 'authentication'],
        groups: ['system:bootstrappers:kubeadm:default-node-token'],
      },
    ],
    nodeRegistration: {
      name: '',
      criSocket: '',
      taints: null,
      kubeletExtraArgs: [],
      ignorePreflightErrors: [],
      imagePullPolicy: 'IfNotPresent',
      imagePullSerial: true,
    },
    localAPIEndpoint: { advertiseAddress: '', bindPort: 6443 },
    certificateKey: undefined,
    skipPhases: [],
    patchesDirectory: '',
    dryRun: false,
    timeouts: {
      controlPlaneComponentHealthCheck: 240_000,
      kubeletHealthCheck: 240_000,
      kubernetesAPICall: 60_000,
      etcdAPICall: 120_000,
      tlsBootstrap: 300_000,
      discovery: 300_000,
      upgradeManifests: 300_000,
    },
    kubelet: { object: {}, userSupplied: false },
    kubeProxy: { object: {}, userSupplied: false },
    options: {
      kubeconfigDir: '/etc/kubernetes',
      kubeconfig: '/etc/kubernetes/admin.conf',
      uploadCerts: false,
      skipTokenPrint: false,
      skipCertificateKeyPrint: false,
      printManifest: false,
      program: 'tsadm',
    },
  });
});

test.each([
  ['0.0.0.0', ''],
  ['::', '::'],
  ['01.2.3.4', '1.2.3.4'],
  ['::ffff:10.1.1.1', '10.1.1.1'],
  ['FD00:0::1', 'fd00::1'],
])('advertise address %s is taken as %j', (value, wanted) => {
  const path = 'InitConfiguration.localAPIEndpoint.advertiseAddress';
  // The families must agree, which is another rule.
  const serviceSubnet = wanted.includes(':') ? 'fd00:1::/112' : '10.96.0.0/12';
  const { spec } = loadInitSpec({
    program: 'tsadm',
    overrides: [
      { path, value, flag: 'a' },
      { path: 'ClusterConfiguration.networking.serviceSubnet', value: serviceSubnet, flag: 's' },
    ],
  });
  expect(spec.localAPIEndpoint.advertiseAddress).toBe(wanted);
});
