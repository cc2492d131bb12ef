import type { JsonObject } from '../plan/json.ts';
import type { KeyAlgorithm } from '../plan/phase.ts';
import type { Secret } from '../plan/secret.ts';

/**
 * The internal configuration: one spelling, deeply readonly, static defaults always filled. Field names and meaning are
 * those of kubeadm.k8s.io/v1beta4. Four values depend on the node or the network and are '' until resolved
 * (plan/phase.ts Input): nodeRegistration.name, nodeRegistration.criSocket, localAPIEndpoint.advertiseAddress and,
 * while it is a label, cluster.kubernetesVersion. Durations are milliseconds (fractions allowed).
 */

export interface Arg {
  readonly name: string;
  readonly value: string;
}

/** A core/v1 EnvVar; a literal value is treated as secret. `valueFrom` is carried through. */
export interface EnvVar {
  readonly name: string;
  readonly value?: Secret;
  readonly valueFrom?: JsonObject;
}

export interface HostPathMount {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  /** Empty string is passed through as `type: ""`. */
  readonly pathType: string;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

export interface ControlPlaneComponent {
  readonly extraArgs: readonly Arg[];
  readonly extraVolumes: readonly HostPathMount[];
  readonly extraEnvs: readonly EnvVar[];
}

export interface ApiServer extends ControlPlaneComponent {
  readonly certSANs: readonly string[];
}

export interface LocalEtcd {
  readonly imageRepository: string;
  readonly imageTag: string;
  readonly dataDir: string;
  readonly extraArgs: readonly Arg[];
  readonly extraEnvs: readonly EnvVar[];
  readonly serverCertSANs: readonly string[];
  readonly peerCertSANs: readonly string[];
}

export interface ExternalEtcd {
  readonly endpoints: readonly string[];
  /** Defaults to endpoints (1.35 and later). */
  readonly httpEndpoints: readonly string[];
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export type Etcd =
  | { readonly local: LocalEtcd; readonly external?: undefined }
  | { readonly external: ExternalEtcd; readonly local?: undefined };

export interface ClusterConfiguration {
  /** `v1.36.3` once resolved; a label such as `stable-1` before. */
  readonly kubernetesVersion: string;
  readonly controlPlaneEndpoint: string;
  readonly clusterName: string;
  readonly certificatesDir: string;
  readonly imageRepository: string;
  /** Set when the version was asked for as `ci/…`: the images of Kubernetes itself come from its build servers. */
  readonly ciImages?: true;
  readonly featureGates: { readonly [gate: string]: boolean };
  readonly encryptionAlgorithm: KeyAlgorithm;
  /** What is stored instead, when the deprecated gate PublicKeysECDSA overrules the field. */
  readonly storedEncryptionAlgorithm?: KeyAlgorithm;
  readonly certificateValidityPeriod: number;
  readonly caCertificateValidityPeriod: number;
  readonly networking: { readonly serviceSubnet: string; readonly podSubnet: string; readonly dnsDomain: string };
  readonly etcd: Etcd;
  readonly apiServer: ApiServer;
  readonly controllerManager: ControlPlaneComponent;
  readonly scheduler: ControlPlaneComponent;
  readonly dns: { readonly imageRepository: string; readonly imageTag: string; readonly disabled: boolean };
  readonly proxy: { readonly disabled: boolean };
}

export interface NodeRegistration {
  readonly name: string;
  readonly criSocket: string;
  /** null: the control-plane taint on control planes; []: none. */
  readonly taints: readonly Taint[] | null;
  readonly kubeletExtraArgs: readonly Arg[];
  /** File and flag together, lower-cased. */
  readonly ignorePreflightErrors: readonly string[];
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly imagePullSerial: boolean;
}

export interface BootstrapToken {
  /** undefined: minted. */
  readonly token: Secret | undefined;
  readonly description: string;
  /** 0: never expires. */
  readonly ttl: number;
  readonly usages: readonly string[];
  readonly groups: readonly string[];
}

export interface Timeouts {
  readonly controlPlaneComponentHealthCheck: number;
  readonly kubeletHealthCheck: number;
  readonly kubernetesAPICall: number;
  readonly etcdAPICall: number;
  readonly tlsBootstrap: number;
  readonly discovery: number;
  readonly upgradeManifests: number;
}

export interface LocalAPIEndpoint {
  readonly advertiseAddress: string;
  readonly bindPort: number;
}

/** A component configuration as the user gave it (without apiVersion and kind; {} when not given), unknown fields kept. */
export interface ComponentConfig {
  readonly object: JsonObject;
  /** True when the user gave the document with --config (then no hash annotation is written). */
  readonly userSupplied: boolean;
}

/** What is not in any document: where files go, what is printed. Filled from flags. */
export interface RunOptions {
  /** Folder of the kubeconfigs; --kubeconfig-dir of single phases. */
  readonly kubeconfigDir: string;
  /** Client file of phases that talk to the cluster. */
  readonly kubeconfig: string;
  readonly uploadCerts: boolean;
  readonly skipTokenPrint: boolean;
  readonly skipCertificateKeyPrint: boolean;
  readonly printManifest: boolean;
  /** `token create`: the whole command that joins a node is wanted. */
  readonly printJoinCommand?: true;
  /** `token delete`: which tokens. */
  readonly tokenIds?: readonly string[];
  /** `upgrade apply`: nobody is asked whether to go on. */
  readonly yes?: true;
  /** The name we were called by; join commands are printed with it. */
  readonly program: string;
}

/** Everything `init` needs to know. */
export interface InitSpec {
  readonly cluster: ClusterConfiguration;
  readonly bootstrapTokens: readonly BootstrapToken[];
  readonly nodeRegistration: NodeRegistration;
  readonly localAPIEndpoint: LocalAPIEndpoint;
  /** undefined: minted when certificates are uploaded. */
  readonly certificateKey: Secret | undefined;
  readonly skipPhases: readonly string[];
  readonly patchesDirectory: string;
  readonly dryRun: boolean;
  readonly timeouts: Timeouts;
  readonly kubelet: ComponentConfig;
  readonly kubeProxy: ComponentConfig;
  readonly options: RunOptions;
}
