import type { CaseOf } from '../case.ts';

const proxies = {
  HTTPS_PROXY: 'http://user:s3cret@proxy.example:3128',
  https_proxy: 'http://lower.example:3128',
  NO_PROXY: '10.0.0.0/8,.cluster.local',
  All_Proxy: 'socks5://proxy.example',
  EMPTY_PROXY: '',
  PROXY_OTHER: 'no proxy',
};

/** Every kind of reference that a variable of a container may have. */
const references = [
  { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
  {
    name: 'CPUS',
    valueFrom: { resourceFieldRef: { containerName: 'kube-apiserver', resource: 'limits.cpu', divisor: '1m' } },
  },
  { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
  { name: 'FROM_FILE', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'a/b', key: 'K', optional: true } } },
];

const ofTheCluster = [
  { name: 'CONFIG', valueFrom: { configMapKeyRef: { name: 'some', key: 'k', optional: true } } },
  { name: 'HIDDEN', valueFrom: { secretKeyRef: { name: 'other', key: 'k', optional: false } } },
];

const pathTypes = ['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

/** The pods of the control plane and what goes into their manifests. */
export const controlPlane: { readonly [name: string]: CaseOf } = {
  'arguments that repeat, override and keep their order': () => ({
    cluster: {
      apiServer: {
        extraArgs: [
          { name: 'z-last', value: 'first in order' },
          { name: 'audit-log-path', value: '-' },
          { name: 'audit-log-path', value: '' },
          { name: 'secure-port', value: '9443' },
          { name: 'service-account-issuer', value: 'https://new.example' },
          { name: 'service-account-issuer', value: 'https://old.example' },
          { name: 'a', value: 'with \'quotes\' and "more", : # and a very long tail '.repeat(3).trim() },
        ],
      },
      controllerManager: {
        extraArgs: [
          { name: 'bind-address', value: '::' },
          { name: 'secure-port', value: '1' },
          { name: 'flex-volume-plugin-dir', value: '/flex' },
          { name: 'v', value: '4' },
        ],
      },
      scheduler: {
        extraArgs: [
          { name: 'bind-address', value: '0.0.0.0' },
          { name: 'bind-address', value: '10.0.0.10' },
          { name: 'config', value: '/etc/kubernetes/sched.yaml' },
        ],
      },
    },
  }),
  'bind addresses of one machine': () => ({
    cluster: {
      controllerManager: { extraArgs: [{ name: 'bind-address', value: '10.10.0.5' }] },
      scheduler: { extraArgs: [{ name: 'bind-address', value: 'fd00::1' }] },
    },
  }),
  'authorization modes': () => ({
    cluster: { apiServer: { extraArgs: [{ name: 'authorization-mode', value: 'RBAC,Webhook,Odd' }] } },
  }),
  'authorization by a file': () => ({
    cluster: {
      apiServer: {
        extraArgs: [{ name: 'authorization-config', value: '/etc/kubernetes/authz.yaml' }],
        extraVolumes: [
          {
            name: 'authz',
            hostPath: '/etc/kubernetes/authz.yaml',
            mountPath: '/etc/kubernetes/authz.yaml',
            readOnly: true,
            pathType: 'File',
          },
        ],
      },
    },
  }),
  'volumes of every type, some in place of the own ones': () => ({
    cluster: {
      apiServer: {
        extraVolumes: [
          ...pathTypes.map((pathType, index) => ({
            name: `v${index}`,
            hostPath: `/host/${index}`,
            mountPath: `/pod/${index}`,
            pathType,
          })),
          { name: 'ca-certs', hostPath: '/my/certs', mountPath: '/etc/ssl/certs', readOnly: false },
          { name: 'a-first', hostPath: '/a', mountPath: '/a', readOnly: true },
        ],
      },
      controllerManager: {
        extraVolumes: [
          { name: 'flexvolume-dir', hostPath: '/flex', mountPath: '/flex', pathType: 'Directory' },
          { name: 'kubeconfig', hostPath: '/kc', mountPath: '/kc', readOnly: true, pathType: 'File' },
        ],
      },
      scheduler: {
        extraVolumes: [{ name: 'sched', hostPath: '/s', mountPath: '/etc/s', readOnly: true, pathType: 'File' }],
      },
    },
  }),
  'variables and references': () => ({
    cluster: {
      apiServer: {
        extraEnvs: [
          { name: 'Z', value: 'last' },
          { name: 'EMPTY', value: '' },
          { name: 'NO_VALUE' },
          { name: 'B', value: 'long value with blanks, '.repeat(6).trim() },
          { name: 'LINES', value: 'a\nb\n' },
          { name: 'NUMBER', value: '1' },
          ...references,
        ],
      },
      controllerManager: { extraEnvs: [{ name: 'GOMAXPROCS', value: '2' }, ...references] },
      scheduler: { extraEnvs: [...references, { name: 'Y', value: 'yes' }] },
      etcd: { local: { extraEnvs: [...references, { name: 'A', value: 'after them, as written' }] } },
    },
  }),
  'variables from objects of the cluster': () => ({
    cluster: {
      apiServer: { extraEnvs: ofTheCluster },
      controllerManager: { extraEnvs: ofTheCluster },
      scheduler: { extraEnvs: ofTheCluster },
      etcd: { local: { extraEnvs: ofTheCluster } },
    },
    refuses: { step: 'certs all', naming: /configMapKeyRef/, only: { by: 'tsadm', cause: 'cannot work' } },
  }),
  'proxies of the environment': () => ({ cluster: {}, env: proxies, covers: ['proxies from the environment'] }),
  'proxies of the environment, some overridden': () => ({
    cluster: {
      apiServer: { extraEnvs: [{ name: 'NO_PROXY', value: 'mine' }] },
      scheduler: { extraEnvs: [{ name: 'https_proxy', value: '' }] },
      proxy: { disabled: false },
    },
    env: proxies,
    covers: ['proxies from the environment'],
  }),
  'a repository of our own': () => ({ cluster: { imageRepository: 'registry.example:5000/k8s' } }),
  'repositories and tags one by one': () => ({
    cluster: {
      imageRepository: 'registry.example/k8s',
      etcd: { local: { imageRepository: 'etcd.example', imageTag: 'v3.6.0-mine' } },
      dns: { imageRepository: 'dns.example/y', imageTag: 'v9.9.9' },
    },
  }),
  'a repository for DNS alone': () => ({ cluster: { dns: { imageRepository: 'dns.example' } } }),
  'a tag for DNS alone': () => ({ cluster: { dns: { imageTag: 'v1.11.0' } } }),
  'neither DNS nor proxy': () => ({
    cluster: { dns: { disabled: true }, proxy: { disabled: true } },
  }),
  'CA folders of other distributions': () => ({
    cluster: {},
    files: { '/etc/pki/ca-trust/x': '', '/etc/pki/tls/certs/x': '' },
    prepare: 'rm -rf /usr/share/ca-certificates /usr/local/share/ca-certificates /etc/ca-certificates',
    covers: ['CA folders of other distributions'],
  }),
  timeouts: () => ({
    init: {
      timeouts: {
        controlPlaneComponentHealthCheck: '1m31s',
        kubeletHealthCheck: '10s',
        kubernetesAPICall: '20s',
        etcdAPICall: '30s',
        tlsBootstrap: '40s',
        discovery: '50s',
        upgradeManifests: '1m0.5s',
      },
    },
  }),
  'a short timeout': () => ({ init: { timeouts: { controlPlaneComponentHealthCheck: '1ms' } } }),
  'a timeout of zero': () => ({ init: { timeouts: { controlPlaneComponentHealthCheck: '0s' } } }),
  'what init alone uses': () => ({
    init: {
      bootstrapTokens: [
        {
          token: 'aaaaaa.bbbbbbbbbbbbbbbb',
          description: 'for "tests"',
          ttl: '1h0m0s',
          usages: ['authentication'],
          groups: ['system:bootstrappers:kubeadm:default-node-token', 'system:bootstrappers:more'],
        },
        {},
      ],
      certificateKey: '0123456789abcdef'.repeat(4),
      skipPhases: ['addon/kube-proxy', 'preflight'],
      dryRun: false,
      nodeRegistration: {
        ignorePreflightErrors: ['Swap', 'NumCPU'],
        imagePullPolicy: 'Always',
        imagePullSerial: false,
      },
    },
  }),
  'manifests and kubelet files are there already': () => ({
    cluster: { clusterName: 'blue' },
    prepare: [
      'mkdir -p /etc/kubernetes/manifests /var/lib/kubelet /var/lib/etcd',
      'echo mine >/etc/kubernetes/manifests/kube-apiserver.yaml',
      'echo other >/etc/kubernetes/manifests/other.yaml',
      'echo mine >/var/lib/kubelet/config.yaml',
      'echo KUBELET_KUBEADM_ARGS=--mine >/var/lib/kubelet/kubeadm-flags.env',
      'chmod 755 /etc/kubernetes/manifests; chmod 644 /etc/kubernetes/manifests/*; chmod 600 /var/lib/kubelet/*',
    ].join('\n'),
    allows: ['mode of a file that was there'],
    covers: ['files that are there already'],
  }),
  'feature gates as they are by default': ({ kubernetes }) => ({
    cluster: {
      featureGates: {
        RootlessControlPlane: false,
        ...(kubernetes < 'v1.37' ? { NodeLocalCRISocket: true } : {}),
        ...(kubernetes < 'v1.36' ? { ControlPlaneKubeletLocalMode: true } : {}),
      },
    },
    covers: ['every gate of the minor'],
  }),
  'feature gates switched': ({ kubernetes }) => ({
    cluster: {
      controlPlaneEndpoint: 'api.example.com',
      featureGates: {
        ...(kubernetes < 'v1.37' ? { NodeLocalCRISocket: false, PublicKeysECDSA: true } : {}),
        ...(kubernetes < 'v1.36' ? { ControlPlaneKubeletLocalMode: false } : {}),
      },
      encryptionAlgorithm: 'RSA-2048',
    },
    covers: ['every gate of the minor'],
  }),
  'feature gate against the algorithm': ({ kubernetes }) =>
    kubernetes < 'v1.37'
      ? { cluster: { featureGates: { PublicKeysECDSA: false }, encryptionAlgorithm: 'ECDSA-P384' } }
      : {
          cluster: { featureGates: { PublicKeysECDSA: false } },
          refuses: { step: 'certs all', naming: /PublicKeysECDSA/, only: { by: 'kubeadm', cause: 'settled gate' } },
        },
  'feature gate of an older minor': () => ({
    cluster: { featureGates: { EtcdLearnerMode: true } },
    refuses: { step: 'certs all', naming: /EtcdLearnerMode/, only: { by: 'kubeadm', cause: 'settled gate' } },
  }),
};
