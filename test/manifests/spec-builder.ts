import type { Facts, NodeFacts } from '../../src/plan/facts.ts';
import { Secret } from '../../src/plan/secret.ts';
import { defaultOptions, defaultTimeouts } from '../../src/spec/defaults.ts';
import type {
  ClusterConfiguration,
  ControlPlaneComponent,
  InitSpec,
  LocalEtcd,
  NodeRegistration,
} from '../../src/spec/types.ts';

/** Overrides of a spec: parts are merged one level deep, what lies in them is replaced. */
export interface SpecParts extends Partial<Omit<InitSpec, 'cluster' | 'nodeRegistration'>> {
  readonly cluster?: Partial<ClusterConfiguration>;
  readonly nodeRegistration?: Partial<NodeRegistration>;
}

/** A control-plane component without extras. */
export const plainComponent: ControlPlaneComponent = { extraArgs: [], extraVolumes: [], extraEnvs: [] };

/** A local etcd without extras. */
export const plainEtcd: LocalEtcd = {
  imageRepository: '',
  imageTag: '',
  dataDir: '/var/lib/etcd',
  extraArgs: [],
  extraEnvs: [],
  serverCertSANs: [],
  peerCertSANs: [],
};

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** A complete spec: kubeadm's defaults on node cp1 at 10.0.0.10. */
export function initSpec(parts: SpecParts = {}): InitSpec {
  return {
    bootstrapTokens: [
      {
        token: new Secret('abcdef.0123456789abcdef'),
        description: '',
        ttl: 24 * 60 * minute,
        usages: ['signing', 'authentication'],
        groups: ['system:bootstrappers:kubeadm:default-node-token'],
      },
    ],
    localAPIEndpoint: { advertiseAddress: '10.0.0.10', bindPort: 6443 },
    certificateKey: undefined,
    skipPhases: [],
    patchesDirectory: '',
    dryRun: false,
    timeouts: defaultTimeouts,
    kubelet: { object: {}, userSupplied: false },
    kubeProxy: { object: {}, userSupplied: false },
    options: defaultOptions('tsadm'),
    ...parts,
    cluster: {
      kubernetesVersion: 'v1.36.3',
      controlPlaneEndpoint: '',
      clusterName: 'kubernetes',
      certificatesDir: '/etc/kubernetes/pki',
      imageRepository: 'registry.k8s.io',
      featureGates: {},
      encryptionAlgorithm: 'RSA-2048',
      certificateValidityPeriod: year,
      caCertificateValidityPeriod: 10 * year,
      networking: { serviceSubnet: '10.96.0.0/12', podSubnet: '', dnsDomain: 'cluster.local' },
      etcd: { local: plainEtcd },
      apiServer: { ...plainComponent, certSANs: [] },
      controllerManager: plainComponent,
      scheduler: plainComponent,
      dns: { imageRepository: '', imageTag: '', disabled: false },
      proxy: { disabled: false },
      ...parts.cluster,
    },
    nodeRegistration: {
      name: 'cp1',
      criSocket: 'unix:///var/run/containerd/containerd.sock',
      taints: null,
      kubeletExtraArgs: [],
      ignorePreflightErrors: [],
      imagePullPolicy: 'IfNotPresent',
      imagePullSerial: true,
      ...parts.nodeRegistration,
    },
  };
}

/** What was seen of a machine: by default a Debian host cp1 without proxies. */
export function nodeFacts(parts: Partial<NodeFacts> = {}): NodeFacts {
  return {
    hostName: 'cp1',
    proxyEnv: [],
    systemdResolvedActive: false,
    caDirectories: ['/etc/ca-certificates', '/usr/share/ca-certificates', '/usr/local/share/ca-certificates'],
    ...parts,
  };
}

/** Facts of a run begun at a fixed time. */
export function factsOf(parts: Partial<Facts> = {}): Facts {
  return {
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    node: nodeFacts(),
    files: new Map(),
    trees: new Map(),
    objects: new Map(),
    ...parts,
  };
}
