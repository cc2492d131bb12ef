import { clusterConfig } from './cluster.ts';
import { bootExternalEtcd, externalEtcdLines, installEtcdClient } from './external-etcd.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';

/** A way to make a cluster, the same for both programs. */
export interface Configuration {
  /** Boots what it needs beside the node and returns the document for `init --config`. */
  readonly prepare: (lab: Lab, node: LabNode, version: string) => Promise<string>;
  readonly args: readonly string[];
  readonly systemPods: number;
}

const STACKED_PODS = 7;

/** No more than the lab needs: version, address and networks. */
export const plain: Configuration = {
  prepare: async (_, node, version) => clusterConfig(node, { version }),
  args: [],
  systemPods: STACKED_PODS,
};

const sharedEndpoint: Configuration = {
  prepare: async (_, node, version) => clusterConfig(node, { version, endpoint: 'cp1:6443' }),
  args: ['--upload-certs'],
  systemPods: STACKED_PODS,
};

/** As many fields as one cluster can have and still start. */
const manyFields: Configuration = {
  prepare: async (_, node, version) => {
    await node.writeFile('/etc/lab-extra/words', 'seen by the API server\n');
    return clusterConfig(node, { version, more: MANY_OF_CLUSTER, moreOfInit: MANY_OF_INIT }) + COMPONENT_DOCUMENTS;
  },
  args: [],
  systemPods: STACKED_PODS,
};

const externalEtcd: Configuration = {
  prepare: async (lab, node, version) => {
    const etcd = await bootExternalEtcd(lab);
    await installEtcdClient(node, etcd);
    return clusterConfig(node, { version, more: externalEtcdLines(etcd) });
  },
  args: [],
  systemPods: STACKED_PODS - 1,
};

const dualStack: Configuration = {
  prepare: async (_, node, version) => clusterConfig(node, { version, dualStack: true }),
  args: [],
  systemPods: STACKED_PODS,
};

/** Patches of every form, and another folder for certificates. */
const patched: Configuration = {
  prepare: async (_, node, version) => {
    for (const [name, text] of Object.entries(PATCHES)) await node.writeFile(`/etc/lab-patches/${name}`, text);
    return clusterConfig(node, { version, more: PATCHED_CLUSTER, moreOfInit: PATCHED_INIT });
  },
  args: [],
  systemPods: STACKED_PODS,
};

/** Every one but the plain one. */
export const configurations: { readonly [name: string]: Configuration } = {
  'a shared endpoint and uploaded certificates': sharedEndpoint,
  'ECDSA, extra arguments, volumes, names, taints and component configurations': manyFields,
  'an external etcd': externalEtcd,
  'both address families': dualStack,
  'patches, RSA of 3072 bits, another folder of certificates': patched,
};

/** Patch files by name: target, order and form are in it. */
const PATCHES: { readonly [name: string]: string } = {
  'kube-apiserver0+strategic.yaml': 'metadata: {annotations: {lab.example.com/patched: "yes"}}\n',
  'kube-controller-manager+merge.json': '{"metadata": {"labels": {"lab": "merged"}}}\n',
  'kube-scheduler+json.yaml': '- {op: replace, path: /spec/priority, value: 2000001000}\n',
  'etcd.yaml': 'spec: {containers: [{name: etcd, resources: {requests: {cpu: 50m}}}]}\n',
  'kubeletconfiguration+merge.yaml': 'maxPods: 77\n',
  'corednsdeployment.yaml': 'spec: {template: {metadata: {annotations: {lab.example.com/patched: "yes"}}}}\n',
};

const PATCHED_INIT = `patches: {directory: /etc/lab-patches}
nodeRegistration:
  imagePullPolicy: Never
  taints: []`;

const PATCHED_CLUSTER = `certificatesDir: /etc/kubernetes/other-pki
encryptionAlgorithm: RSA-3072
scheduler: {}`;

const MANY_OF_INIT = `bootstrapTokens:
- token: abcdef.0123456789abcdef
  ttl: 3h0m0s
  description: made for the lab
  usages: [signing, authentication]
  groups: ["system:bootstrappers:kubeadm:default-node-token", "system:bootstrappers:lab"]
- ttl: 0s
nodeRegistration:
  kubeletExtraArgs:
  - {name: v, value: "3"}
  - {name: node-labels, value: "lab.example.com/rack=r1"}
  taints:
  - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
  - {key: lab.example.com/quiet, value: please, effect: PreferNoSchedule}
timeouts:
  controlPlaneComponentHealthCheck: 3m0s`;

const MANY_OF_CLUSTER = `clusterName: lab
encryptionAlgorithm: ECDSA-P256
certificateValidityPeriod: 2000h0m0s
caCertificateValidityPeriod: 50000h0m0s
apiServer:
  certSANs: [api.example.com, 10.9.8.7, "*.example.org"]
  extraArgs:
  - {name: profiling, value: "false"}
  - {name: v, value: "2"}
  - {name: authorization-mode, value: "Node,RBAC"}
  extraEnvs:
  - {name: LAB_WORD, value: "with blank"}
  extraVolumes:
  - {name: lab-extra, hostPath: /etc/lab-extra, mountPath: /etc/lab-extra, readOnly: true, pathType: DirectoryOrCreate}
controllerManager:
  extraArgs:
  - {name: terminated-pod-gc-threshold, value: "100"}
  - {name: bind-address, value: 0.0.0.0}
scheduler:
  extraArgs:
  - {name: v, value: "2"}
  extraVolumes:
  - {name: lab-words, hostPath: /etc/lab-extra/words, mountPath: /etc/words, pathType: File}
etcd:
  local:
    dataDir: /var/lib/etcd/lab
    extraArgs:
    - {name: heartbeat-interval, value: "200"}
    - {name: election-timeout, value: "2000"}
    serverCertSANs: [etcd.example.com, 10.9.8.6]
    peerCertSANs: [peer.example.com]`;

const COMPONENT_DOCUMENTS = `---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
maxPods: 55
nodeStatusUpdateFrequency: 15s
evictionHard:
  memory.available: 50Mi
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
iptables:
  masqueradeAll: true
  syncPeriod: 20s
conntrack:
  maxPerCore: 0
`;
