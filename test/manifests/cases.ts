import type { NodeFacts } from '../../src/plan/facts.ts';
import { Secret } from '../../src/plan/secret.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { initSpec, nodeFacts, plainComponent, plainEtcd } from './spec-builder.ts';

/** A cluster shape: what the user wants and what was seen of the machine. */
export interface Case {
  readonly spec: InitSpec;
  readonly node: NodeFacts;
  /** The key of the cluster's CA is not on this machine. */
  readonly externalAuthority?: boolean;
}

const networking = { serviceSubnet: '10.96.0.0/12', podSubnet: '', dnsDomain: 'cluster.local' };

const etcdEndpoints = ['https://10.1.0.1:2379', 'https://10.1.0.2:2379'];

const externalEtcd = {
  endpoints: etcdEndpoints,
  httpEndpoints: etcdEndpoints,
  caFile: '/etc/etcd/ca/ca.crt',
  certFile: '/etc/etcd/client/client.crt',
  keyFile: '/etc/etcd/client/client.key',
};

const proxyEnv = [
  { name: 'HTTPS_PROXY', value: 'http://user:s3cret@proxy.example:3128' },
  { name: 'NO_PROXY', value: '10.0.0.0/8,.cluster.local' },
  { name: 'http_proxy', value: 'http://proxy.example:3128' },
];

const everything = initSpec({
  localAPIEndpoint: { advertiseAddress: '10.0.0.10', bindPort: 8443 },
  bootstrapTokens: [
    {
      token: new Secret('aaaaaa.bbbbbbbbbbbbbbbb'),
      description: 'forever: for "tests"',
      ttl: 0,
      usages: ['authentication'],
      groups: ['system:bootstrappers:kubeadm:default-node-token', 'system:bootstrappers:more'],
    },
  ],
  nodeRegistration: {
    name: 'other-name',
    criSocket: 'unix:///var/run/crio/crio.sock',
    taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }],
    kubeletExtraArgs: [
      { name: 'v', value: '4' },
      { name: 'node-labels', value: 'a=b,c=d' },
      { name: 'v', value: '5' },
    ],
  },
  timeouts: { ...initSpec().timeouts, controlPlaneComponentHealthCheck: 91_000 },
  cluster: {
    certificatesDir: '/etc/kubernetes/other',
    clusterName: 'big',
    featureGates: { RootlessControlPlane: false },
    networking: { serviceSubnet: '10.200.0.0/16', podSubnet: '10.201.0.0/16', dnsDomain: 'big.example' },
    etcd: {
      local: {
        ...plainEtcd,
        imageRepository: 'etcd.example/x',
        imageTag: '3.6.1-0',
        dataDir: '/data/etcd',
        extraArgs: [
          { name: 'listen-metrics-urls', value: 'https://0.0.0.0:9999,http://127.0.0.1:2381' },
          { name: 'advertise-client-urls', value: 'https://etcd.example:2379' },
          { name: 'auto-compaction-retention', value: '8' },
        ],
        extraEnvs: [{ name: 'ETCD_X', value: new Secret('etcd env') }],
      },
    },
    apiServer: {
      certSANs: [],
      extraArgs: [
        { name: 'z-last', value: 'first in order' },
        { name: 'audit-log-path', value: '-' },
        { name: 'authorization-config', value: '/etc/kubernetes/authz.yaml' },
        { name: 'audit-log-path', value: '' },
        { name: 'secure-port', value: '9443' },
      ],
      extraVolumes: [
        { name: 'authz', hostPath: '/etc/authz', mountPath: '/etc/authz', readOnly: true, pathType: 'File' },
        { name: 'ca-certs', hostPath: '/my/certs', mountPath: '/etc/ssl/certs', readOnly: false, pathType: '' },
      ],
      extraEnvs: [
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'EMPTY', value: new Secret('') },
        { name: 'B', value: new Secret('long value with blanks, '.repeat(6).trim()) },
        { name: 'NO_PROXY', value: new Secret('mine') },
      ],
    },
    controllerManager: {
      extraArgs: [
        { name: 'bind-address', value: '::' },
        { name: 'flex-volume-plugin-dir', value: '/flex' },
        { name: 'secure-port', value: '1' },
      ],
      extraVolumes: [{ name: 'flex', hostPath: '/flex', mountPath: '/flex', readOnly: false, pathType: 'Directory' }],
      extraEnvs: [{ name: 'K', value: new Secret('V') }],
    },
    scheduler: {
      extraArgs: [
        { name: 'bind-address', value: '0.0.0.0' },
        { name: 'bind-address', value: '10.0.0.10' },
        { name: 'config', value: '/etc/kubernetes/sched.yaml' },
      ],
      extraVolumes: [
        {
          name: 'sched',
          hostPath: '/s.yaml',
          mountPath: '/etc/kubernetes/sched.yaml',
          readOnly: true,
          pathType: 'File',
        },
      ],
      extraEnvs: [],
    },
    dns: { imageRepository: 'dns.example/y', imageTag: 'v9.9.9', disabled: false },
  },
});

const kubelet = {
  userSupplied: true,
  object: {
    clusterDNS: ['10.96.0.53', '10.96.0.10'],
    authentication: { anonymous: { enabled: true }, webhook: { cacheTTL: '90s' } },
    healthzBindAddress: '0.0.0.0',
    rotateCertificates: false,
    syncFrequency: '3600s',
    maxPods: 250,
    podsPerCore: 0,
    failSwapOn: false,
    serializeImagePulls: false,
    protectKernelDefaults: false,
    evictionHard: { 'nodefs.available': '10%', 'memory.available': '100Mi' },
    featureGates: {},
    systemReserved: { cpu: '1', memory: '1Gi' },
    resolvConf: '/etc/my-resolv.conf',
    containerRuntimeEndpoint: 'unix:///mine.sock',
    crashLoopBackOff: { maxContainerRestartPeriod: '300s' },
    memorySwap: { swapBehavior: 'LimitedSwap' },
    shutdownGracePeriod: '1m30s',
    logging: { format: 'json', verbosity: 2, flushFrequency: '5s' },
    cgroupDriver: 'cgroupfs',
    tlsCipherSuites: [],
    registerWithTaints: [{ key: 'k', effect: 'NoSchedule' }],
  },
};

const kubeProxy = {
  userSupplied: true,
  object: {
    bindAddress: '10.0.0.10',
    mode: 'ipvs',
    ipvs: { strictARP: true, syncPeriod: '90s' },
    conntrack: { maxPerCore: 0, tcpCloseWaitTimeout: '3600s' },
    nodePortAddresses: [],
    featureGates: { A: true },
    metricsBindAddress: '0.0.0.0:10249',
  },
};

/** The shapes that goldens are kept of and that are compared with kubeadm. */
export const cases: Readonly<Record<string, Case>> = {
  default: { spec: initSpec(), node: nodeFacts() },
  'systemd-resolved': { spec: initSpec(), node: nodeFacts({ hostName: 'Other', systemdResolvedActive: true }) },
  ipv6: {
    spec: initSpec({
      localAPIEndpoint: { advertiseAddress: 'fd00::10', bindPort: 6443 },
      cluster: { networking: { serviceSubnet: 'fd01::/112', podSubnet: 'fd02::/64', dnsDomain: 'cluster.local' } },
    }),
    node: nodeFacts(),
  },
  'dual-stack': {
    spec: initSpec({
      cluster: {
        networking: {
          serviceSubnet: '10.96.0.0/16,fd01::/112',
          podSubnet: '10.244.0.0/16,fd02::/64',
          dnsDomain: 'cluster.local',
        },
      },
    }),
    node: nodeFacts(),
  },
  'pod-subnet': {
    spec: initSpec({ cluster: { networking: { ...networking, podSubnet: '10.244.0.0/16' } } }),
    node: nodeFacts({ caDirectories: ['/usr/share/ca-certificates'] }),
  },
  'external-etcd': { spec: initSpec({ cluster: { etcd: { external: externalEtcd } } }), node: nodeFacts() },
  'external-etcd-plain': {
    spec: initSpec({
      cluster: {
        etcd: {
          external: {
            endpoints: ['http://10.1.0.1:2379'],
            httpEndpoints: ['http://10.1.0.1:2379'],
            caFile: '',
            certFile: '',
            keyFile: '',
          },
        },
      },
    }),
    node: nodeFacts(),
  },
  'external-etcd-nested': {
    spec: initSpec({
      cluster: {
        etcd: {
          external: {
            ...externalEtcd,
            caFile: '/srv/etcd/ca.crt',
            certFile: '/srv/etcd/client/c.crt',
            keyFile: '/srv/b/c.key',
          },
        },
      },
    }),
    node: nodeFacts(),
  },
  'custom-repository': {
    spec: initSpec({ cluster: { imageRepository: 'registry.example:5000/k8s' } }),
    node: nodeFacts(),
  },
  'control-plane-endpoint': {
    spec: initSpec({ cluster: { controlPlaneEndpoint: 'api.example.com:6443', encryptionAlgorithm: 'ECDSA-P256' } }),
    node: nodeFacts(),
  },
  'external-authority': { spec: initSpec(), node: nodeFacts(), externalAuthority: true },
  proxies: {
    spec: initSpec({ cluster: { apiServer: { ...plainComponent, certSANs: [] } } }),
    node: nodeFacts({ proxyEnv }),
  },
  everything: { spec: everything, node: nodeFacts({ hostName: 'cp1', proxyEnv }) },
  'component-configs': { spec: initSpec({ kubelet, kubeProxy }), node: nodeFacts({ systemdResolvedActive: true }) },
  'component-configs-odd': {
    spec: initSpec({
      kubelet: {
        userSupplied: true,
        object: {
          authentication: null,
          clusterDNS: [],
          staticPodPath: '',
          healthzPort: 0,
          readOnlyPort: 10255,
          logging: { flushFrequency: '0s', options: { text: { infoBufferSize: '1Mi', splitStream: false } } },
          resolvConf: '',
          enableServer: false,
          oomScoreAdj: 0,
          memoryThrottlingFactor: 0.9,
          evictionHard: {},
          registerWithTaints: [],
          reservedMemory: [{ numaNode: 0, limits: { memory: '1Gi' } }],
          shutdownGracePeriodByPodPriority: [{ priority: 0, shutdownGracePeriodSeconds: 0 }],
          tracing: {},
          userNamespaces: {},
          cpuCFSQuotaPeriod: '0s',
          imageMaximumGCAge: '2h0m',
          staticPodURLHeader: { a: ['b'] },
          tlsCurvePreferences: [23],
        },
      },
      kubeProxy: {
        userSupplied: true,
        object: {
          clientConnection: { qps: 5.5, burst: 10 },
          iptables: null,
          featureGates: {},
          windowsRunAsService: false,
          detectLocalMode: 'ClusterCIDR',
          nodePortAddresses: ['primary'],
          oomScoreAdj: 0,
          logging: { flushFrequency: 5000000000, vmodule: [] },
        },
      },
    }),
    node: nodeFacts({ systemdResolvedActive: true }),
  },
  'v1.35-old-etcd': {
    spec: initSpec({
      cluster: { kubernetesVersion: 'v1.35.4', etcd: { local: { ...plainEtcd, imageTag: '3.6.0-0' } } },
    }),
    node: nodeFacts(),
  },
  'v1.35-strange-etcd': {
    spec: initSpec({
      cluster: { kubernetesVersion: 'v1.35.4', etcd: { local: { ...plainEtcd, imageTag: 'mine-3.5' } } },
    }),
    node: nodeFacts(),
  },
  'v1.35': { spec: initSpec({ cluster: { kubernetesVersion: 'v1.35.4' } }), node: nodeFacts() },
  'v1.35-everything': {
    spec: {
      ...everything,
      cluster: {
        ...everything.cluster,
        kubernetesVersion: 'v1.35.4',
        featureGates: { NodeLocalCRISocket: false },
        etcd: { local: { ...plainEtcd, imageTag: '3.5.24-0' } },
      },
    },
    node: nodeFacts(),
  },
  'v1.37': { spec: initSpec({ cluster: { kubernetesVersion: 'v1.37.0' } }), node: nodeFacts() },
  'v1.37-component-configs': {
    spec: initSpec({ cluster: { kubernetesVersion: 'v1.37.0' }, kubelet, kubeProxy }),
    node: nodeFacts(),
  },
};
