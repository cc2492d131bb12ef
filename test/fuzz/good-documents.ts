import { externalEtcdConfiguration, fullConfiguration } from '../spec/full-configuration.ts';
import { goodCases } from '../spec/good-cases.ts';

/** What no text of an issue may show. */
export const secrets = {
  token: 'q7x2m9.k4v8w1z6t3r5y0p2',
  certificateKey: '9f3ac1d07be2485690afcde3417b285c6d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a',
  password: 'hunter2-of-the-proxy',
} as const;

/** A password that looks like nothing; its own field and complaints about syntax must not show it. */
export const plainPassword = 'correct-horse-battery';

const full = fullConfiguration
  .replace('abcdef.0123456789abcdef', secrets.token)
  .replace(/^certificateKey: .*$/m, `certificateKey: ${secrets.certificateKey}`)
  .replace('user:secret@', `user:${secrets.password}@`)
  .replace('  - name: ETCD_DEBUG\n      value: "1"', `  - name: ETCD_PASSWORD\n      value: ${plainPassword}`);
const [init, cluster] = full.split('---\n') as [string, string];

const join = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
nodeRegistration:
  name: worker
  taints: []
caCertPath: /etc/kubernetes/pki/ca.crt
discovery:
  bootstrapToken:
    token: ${secrets.token}
    apiServerEndpoint: 10.0.0.1:6443
    caCertHashes:
    - sha256:${'0a'.repeat(32)}
  tlsBootstrapToken: ${secrets.token}
controlPlane:
  localAPIEndpoint: {advertiseAddress: 10.0.0.2}
  certificateKey: "${secrets.certificateKey}"
timeouts: {discovery: 5m0s}
`;
const reset = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ResetConfiguration
certificatesDir: /etc/kubernetes/pki
criSocket: unix:///run/containerd/containerd.sock
force: true
ignorePreflightErrors: [Swap]
unmountFlags: [MNT_FORCE]
`;
const upgrade = `apiVersion: kubeadm.k8s.io/v1beta4
kind: UpgradeConfiguration
apply: {kubernetesVersion: v1.36.3, etcdUpgrade: false, patches: {directory: /a}, imagePullPolicy: Never}
node:
  skipPhases: [preflight]
diff: {contextLines: 3}
`;
const components = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [10.96.0.10]
authentication:
  anonymous: {enabled: false}
evictionHard: {memory.available: "100Mi"}
maxPods: 50
syncFrequency: 1m0s
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ipvs
conntrack: {maxPerCore: 32768, tcpBeLiberal: true}
`;
const older = `apiVersion: kubeadm.k8s.io/v1beta3
kind: InitConfiguration
bootstrapTokens: [{token: ${secrets.token}}]
nodeRegistration: {kubeletExtraArgs: {v: "4", node-ip: 10.0.0.1}}
certificateKey: ${secrets.certificateKey}
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
apiServer:
  timeoutForControlPlane: 4m0s
  extraArgs:
    audit-log-path: "-"
`;

/** Documents that are taken as they are; small ones are there more often because they are read faster. */
export const goodDocuments: readonly string[] = [
  full,
  init,
  cluster,
  externalEtcdConfiguration,
  `${cluster}---\n${join}`,
  join,
  reset,
  upgrade,
  `${reset}---\n${upgrade}`,
  `${externalEtcdConfiguration}---\n${components}`,
  older,
  ...goodCases.map(({ text }) => text),
];
