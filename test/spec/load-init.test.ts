import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { type InitInput, loadInitSpec } from '../../src/spec/load-init.ts';
import { cluster, init } from './bad-cases.ts';
import { externalEtcdConfiguration, fullConfiguration } from './full-configuration.ts';
import { issueLines, refusal } from './issue-lines.ts';

function load(text: string | undefined, overrides: InitInput['overrides'] = [], program = 'tsadm') {
  return loadInitSpec({ program, ...(text !== undefined && { document: { file: 'a.yaml', text } }), overrides });
}

describe('a file with every field', () => {
  const { spec, warnings } = load(fullConfiguration);

  test('is taken without a word', () => expect(warnings).toEqual([]));

  test('gives the cluster', () => {
    expect(plain(spec.cluster)).toEqual({
      kubernetesVersion: '1.36.3',
      controlPlaneEndpoint: 'api.example.org:7443',
      clusterName: 'blue',
      certificatesDir: '/etc/pki',
      imageRepository: 'registry.example.org/k8s',
      featureGates: { RootlessControlPlane: false },
      encryptionAlgorithm: 'ECDSA-P384',
      certificateValidityPeriod: 720 * 3_600_000,
      caCertificateValidityPeriod: 7200 * 3_600_000,
      networking: {
        serviceSubnet: '10.96.0.0/16,fd00:1::/112',
        podSubnet: '10.244.0.0/16,fd00:2::/56',
        dnsDomain: 'blue.local',
      },
      etcd: {
        local: {
          imageRepository: 'registry.example.org/etcd',
          imageTag: '3.6.8-1',
          dataDir: '/data/etcd',
          extraArgs: [{ name: 'quota-backend-bytes', value: '4294967296' }],
          extraEnvs: [{ name: 'ETCD_DEBUG', value: '<value of ETCD_DEBUG>' }],
          serverCertSANs: ['etcd.example.org'],
          peerCertSANs: ['10.1.1.9'],
        },
      },
      apiServer: {
        extraArgs: [
          { name: 'audit-log-path', value: '/var/log/audit.log' },
          { name: 'audit-log-path', value: '-' },
        ],
        extraVolumes: [
          {
            name: 'audit',
            hostPath: '/var/log/audit',
            mountPath: '/var/log',
            readOnly: true,
            pathType: 'DirectoryOrCreate',
          },
        ],
        extraEnvs: [
          { name: 'POD', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
          {
            name: 'CPU',
            valueFrom: {
              resourceFieldRef: { containerName: 'kube-apiserver', resource: 'limits.cpu', divisor: '1m' },
            },
          },
        ],
        certSANs: ['api.example.org', '10.1.1.8'],
      },
      controllerManager: {
        extraArgs: [{ name: 'node-cidr-mask-size-ipv4', value: '25' }],
        extraVolumes: [{ name: 'flex', hostPath: '/flex', mountPath: '/flex', readOnly: false, pathType: '' }],
        extraEnvs: [
          { name: 'FILE', valueFrom: { fileKeyRef: { volumeName: 'flex', path: 'env', key: 'FILE', optional: true } } },
        ],
      },
      scheduler: {
        extraArgs: [{ name: 'v', value: '2' }],
        extraVolumes: [],
        extraEnvs: [{ name: 'HTTPS_PROXY', value: '<value of HTTPS_PROXY>' }],
      },
      dns: { imageRepository: 'registry.example.org/dns', imageTag: 'v1.14.3', disabled: true },
      proxy: { disabled: true },
    });
  });

  test('gives the node and the run', () => {
    const { cluster: _, kubelet: __, kubeProxy: ___, ...rest } = spec;
    expect(plain(rest)).toEqual({
      bootstrapTokens: [
        {
          token: '<token abcdef>',
          description: 'for the workers',
          ttl: 48 * 3_600_000,
          usages: ['authentication'],
          groups: ['system:bootstrappers:workers'],
        },
      ],
      nodeRegistration: {
        name: 'node-1',
        criSocket: 'unix:///run/crio/crio.sock',
        taints: [
          { key: 'example.org/dedicated', value: 'control', effect: 'NoExecute', timeAdded: '2030-01-01T00:00:00Z' },
        ],
        kubeletExtraArgs: [{ name: 'v', value: '4' }],
        ignorePreflightErrors: ['numcpu', 'swap'],
        imagePullPolicy: 'Always',
        imagePullSerial: false,
      },
      localAPIEndpoint: { advertiseAddress: '10.1.1.1', bindPort: 7443 },
      certificateKey: '<certificate key>',
      skipPhases: ['addon/kube-proxy'],
      patchesDirectory: '/etc/kubernetes/patches',
      dryRun: true,
      timeouts: {
        controlPlaneComponentHealthCheck: 60_000,
        kubeletHealthCheck: 120_000,
        kubernetesAPICall: 30_000,
        etcdAPICall: 90_000,
        tlsBootstrap: 180_000,
        discovery: 500,
        upgradeManifests: 3_600_000,
      },
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

  test('keeps its secrets to itself', () => {
    expect(spec.bootstrapTokens[0]!.token!.reveal()).toBe('abcdef.0123456789abcdef');
    expect(spec.certificateKey!.reveal()).toMatch(/^00112233/);
    expect(`${JSON.stringify(spec)}${inspect(spec, { depth: 20 })}`).not.toMatch(
      /0123456789abcdef|00112233|user:secret/,
    );
  });
});

test('external etcd', () => {
  expect(load(externalEtcdConfiguration).spec.cluster.etcd).toEqual({
    external: {
      endpoints: ['https://10.1.1.2:2379'],
      httpEndpoints: ['http://10.1.1.2:2381'],
      caFile: '/etc/etcd/ca.crt',
      certFile: '/etc/etcd/client.crt',
      keyFile: '/etc/etcd/client.key',
    },
  });
});

test('component configurations are kept as they are, without apiVersion and kind', () => {
  const { spec } = load(
    `${cluster('')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfoo: [1, yes]\n`,
  );
  expect(spec.kubelet).toEqual({ object: { foo: [1, true] }, userSupplied: true });
  expect(spec.kubeProxy).toEqual({ object: {}, userSupplied: false });
});

describe('called kubeadm', () => {
  test('unknown and repeated fields are warnings, and the last of a repeated field counts', () => {
    const text = cluster('foo: 1\nclusterName: a\nclusterName: b\nnetworking: {podsubnet: 10.0.0.0/16}');
    const { spec, warnings } = load(text, [], 'kubeadm');
    expect(issueLines(warnings, 'a.yaml')).toEqual([
      '4 foo: there is no such field',
      '6 clusterName: the field stands here a second time',
      '7 networking.podsubnet: networking has no such field',
    ]);
    expect(warnings.at(-1)?.hint).toBe('did you mean "podSubnet"?');
    expect(spec.cluster.clusterName).toBe('b');
    expect(spec.cluster.networking.podSubnet).toBe('');
  });

  test('wrong types are errors all the same', () => {
    expect(refusal(cluster('clusterName: 1'), 'kubeadm')).toHaveLength(1);
  });
});

describe('flags', () => {
  test('without a file they make the configuration', () => {
    const { spec } = load(undefined, [
      { path: 'ClusterConfiguration.networking.podSubnet', value: '10.244.0.0/16', flag: '--pod-network-cidr' },
      { path: 'ClusterConfiguration.apiServer.certSANs', value: ['A.b'], flag: 'apiserver-cert-extra-sans' },
      { path: 'ClusterConfiguration.apiServer.extraArgs', value: [{ name: 'v', value: '4' }], flag: 'x' },
      { path: 'ClusterConfiguration.featureGates', value: { NodeLocalCRISocket: false }, flag: 'feature-gates' },
      { path: 'InitConfiguration.bootstrapTokens[0].token', value: 'abcdef.0123456789abcdef', flag: 'token' },
      { path: 'InitConfiguration.bootstrapTokens[0].ttl', value: '0', flag: 'token-ttl' },
      { path: 'InitConfiguration.localAPIEndpoint.bindPort', value: 7443, flag: 'apiserver-bind-port' },
      { path: 'options.kubeconfigDir', value: '/k', flag: 'kubeconfig-dir' },
      { path: 'ClusterConfiguration.kubernetesVersion', value: '', flag: 'kubernetes-version' },
    ]);
    expect(spec.cluster.networking.podSubnet).toBe('10.244.0.0/16');
    expect(spec.cluster.apiServer).toMatchObject({ certSANs: ['a.b'], extraArgs: [{ name: 'v', value: '4' }] });
    expect(spec.cluster.featureGates).toEqual({ NodeLocalCRISocket: false });
    expect(spec.cluster.kubernetesVersion).toBe('stable-1');
    expect(spec.bootstrapTokens).toHaveLength(1);
    expect(spec.bootstrapTokens[0]).toMatchObject({ ttl: 0, usages: ['signing', 'authentication'] });
    expect(spec.localAPIEndpoint.bindPort).toBe(7443);
    expect(spec.options.kubeconfigDir).toBe('/k');
  });

  test('beside a file the node name wins and ignored checks are united', () => {
    const { spec } = load(init('nodeRegistration: {name: a, ignorePreflightErrors: [Swap]}'), [
      { path: 'InitConfiguration.nodeRegistration.name', value: 'B', flag: 'node-name' },
      { path: 'InitConfiguration.nodeRegistration.ignorePreflightErrors', value: ['Mem', 'swap'], flag: 'i' },
    ]);
    expect(spec.nodeRegistration).toMatchObject({ name: 'b', ignorePreflightErrors: ['mem', 'swap'] });
  });

  test('issues name the flag in place of file and line', () => {
    const issues = refusal(init('certificateKey: x'), 'tsadm', [
      { path: 'InitConfiguration.nodeRegistration.name', value: 'a_b', flag: 'node-name' },
      { path: 'ClusterConfiguration.networking.podSubnet', value: 'x', flag: '--pod-network-cidr' },
    ]);
    expect(issues.map(({ file, line, path }) => [file, line, path])).toEqual([
      ['--node-name', undefined, 'nodeRegistration.name'],
      ['--pod-network-cidr', undefined, 'networking.podSubnet'],
      ['kubeadm.yaml', 3, 'certificateKey'],
    ]);
  });

  test('options given as such are taken', () => {
    const { spec } = loadInitSpec({ program: 'kubeadm', overrides: [], options: { uploadCerts: true } });
    expect(spec.options).toMatchObject({ uploadCerts: true, program: 'kubeadm', kubeconfigDir: '/etc/kubernetes' });
  });
});

describe('once node and network were asked', () => {
  const loaded = load(cluster('featureGates: {ControlPlaneKubeletLocalMode: true}').replace('v1.36.3', 'stable-1'));
  const resolved = (kubernetesVersion: string, advertiseAddress = '10.1.1.1') => ({
    ...loaded.spec,
    cluster: { ...loaded.spec.cluster, kubernetesVersion },
    localAPIEndpoint: { ...loaded.spec.localAPIEndpoint, advertiseAddress },
  });

  test('gates are those of the version', () => {
    expect(loaded.warnings).toEqual([]);
    expect(loaded.checkResolved(resolved('v1.35.4')).spec.cluster.featureGates).toHaveProperty(
      'ControlPlaneKubeletLocalMode',
    );
    const { spec, warnings } = loaded.checkResolved(resolved('v1.36.3'));
    expect(spec.cluster.featureGates).toEqual({});
    expect(issueLines(warnings, 'a.yaml')).toEqual([
      '4 featureGates.ControlPlaneKubeletLocalMode: the gate no longer exists; this is how it is now, whatever the gate says',
    ]);
  });

  test('what cannot be is refused', () => {
    expect(() => loaded.checkResolved(resolved('v1.30.0', 'fd00::1'))).toThrowError(ConfigError);
    try {
      loaded.checkResolved(resolved('v1.30.0', 'fd00::1'));
    } catch (error) {
      expect((error as ConfigError).issues.map(({ path }) => path)).toEqual([
        'networking.serviceSubnet',
        'kubernetesVersion',
      ]);
    }
  });
});

test('the error counts the mistakes', () => {
  expect(() => load(cluster('a: 1'))).toThrowError('a.yaml has a mistake');
  expect(() => load(cluster('a: 1\nb: 1'))).toThrowError('a.yaml has 2 mistakes');
});

/** Secrets as their tags, undefined fields left out. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
