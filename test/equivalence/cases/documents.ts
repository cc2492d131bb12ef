import type { CaseOf } from '../case.ts';

const v1beta4 = 'apiVersion: kubeadm.k8s.io/v1beta4\n';
const cluster = (version: string, rest = '') =>
  `${v1beta4}kind: ClusterConfiguration\nkubernetesVersion: ${version}\nencryptionAlgorithm: ECDSA-P256\n${rest}`;
const init = (rest = '') => `${v1beta4}kind: InitConfiguration\n${rest}`;

const files: readonly string[] = [
  'init phase certs all',
  'init phase kubeconfig all',
  'init phase control-plane all',
  'init phase kubelet-start',
];

const v1beta3 = (version: string) => `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: ${version}
clusterName: old
apiServer:
  timeoutForControlPlane: 1m30s
  extraArgs:
    z: "1"
    audit-log-path: "-"
  certSANs: [a.example]
controllerManager:
  extraArgs:
    bind-address: 0.0.0.0
scheduler:
  extraVolumes:
  - {name: s, hostPath: /s, mountPath: /s, readOnly: true, pathType: File}
etcd:
  local:
    dataDir: /srv/etcd
    extraArgs:
      snapshot-count: "5"
dns:
  imageTag: v1.2.3
networking:
  podSubnet: 10.244.0.0/16
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: InitConfiguration
localAPIEndpoint:
  bindPort: 7443
nodeRegistration:
  taints: []
  imagePullPolicy: Never
  kubeletExtraArgs:
    v: "3"
    a: b
`;

const onlyKubeadm = {
  step: 'certs all',
  naming: /v1beta3/,
  only: { by: 'kubeadm', cause: 'v1beta3 is read' },
} as const;

/** How configuration files are written. */
export const documents: { readonly [name: string]: CaseOf } = {
  'cluster alone, nothing but the version': ({ kubernetes }) => ({
    text: `${v1beta4}kind: ClusterConfiguration\nkubernetesVersion: ${kubernetes}\n`,
    steps: files,
  }),
  'documents in another order, among others': ({ kubernetes }) => ({
    text: [
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: nftables\n',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 5\n',
      `${v1beta4}kind: JoinConfiguration\ndiscovery: {bootstrapToken: {token: aaaaaa.bbbbbbbbbbbbbbbb, apiServerEndpoint: "a:1", unsafeSkipCAVerification: true}}\n`,
      cluster(kubernetes, 'clusterName: ordered\n'),
      'apiVersion: example.com/v1\nkind: Other\n',
      init('nodeRegistration: {name: n1}\n'),
      '',
    ].join('---\n'),
    covers: ['documents in any order'],
  }),
  JSON: ({ kubernetes }) => ({
    text: JSON.stringify({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      kubernetesVersion: kubernetes,
      encryptionAlgorithm: 'ECDSA-P256',
      networking: { podSubnet: '10.1.0.0/16' },
    }),
    steps: files,
    covers: ['JSON'],
  }),
  'YAML as people write it': ({ kubernetes }) => ({
    text: `# a comment
${cluster(
  kubernetes,
  `clusterName: &n "quoted"
apiServer:
  extraArgs:
  - name: a
    value: *n
  - {name: b, value: 'it''s'}
  - name: c
    value: >-
      folded
      text
  extraVolumes:
  - {name: v, hostPath: /v, mountPath: /v, readOnly: yes}
dns: {disabled: off}
networking: {podSubnet: "10.244.0.0/16",}
`,
)}
---
`,
    steps: files,
    covers: ['YAML 1.1'],
  }),
  v1beta3: ({ kubernetes }) => ({
    text: v1beta3(kubernetes),
    ...(kubernetes < 'v1.37' ? {} : { refuses: onlyKubeadm }),
    covers: ['v1beta3'],
  }),
  'a document of each API version': ({ kubernetes }) => ({
    text: `${cluster(kubernetes)}---\napiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nlocalAPIEndpoint: {bindPort: 7443}\n`,
    ...(kubernetes < 'v1.37' ? {} : { refuses: onlyKubeadm }),
    steps: files,
    covers: ['v1beta3'],
  }),
  'an API version of old': ({ kubernetes }) => ({
    text: `apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\nkubernetesVersion: ${kubernetes}\n`,
    refuses: { step: 'certs all', naming: /v1beta2/ },
  }),
  'neither an init nor a cluster': () => ({
    text: `${v1beta4}kind: ResetConfiguration\n`,
    refuses: { step: 'certs all', naming: /InitConfiguration/ },
  }),
  'the same kind twice': ({ kubernetes }) => ({
    text: `${cluster(kubernetes)}---\n${cluster(kubernetes)}`,
    refuses: { step: 'certs all', naming: /ClusterConfiguration/ },
  }),
  'no kind': ({ kubernetes }) => ({
    text: `${cluster(kubernetes)}---\na: b\n`,
    refuses: { step: 'certs all', naming: /kind/ },
  }),
  'a number for a version': () => ({
    text: `${v1beta4}kind: ClusterConfiguration\nkubernetesVersion: 1.36\n`,
    refuses: { step: 'certs all', naming: /kubernetesVersion/ },
  }),
  'no YAML': () => ({ text: 'a: [b\n', refuses: { step: 'certs all', naming: /config\.yaml/ } }),
};
