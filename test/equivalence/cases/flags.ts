import { type CaseOf, wholeOffline } from '../case.ts';

/** The command line, with and without a file. */
export const flags: { readonly [name: string]: CaseOf } = {
  'flags alone': ({ kubernetes }) => ({
    steps: [
      `init phase certs all --kubernetes-version ${kubernetes} --apiserver-advertise-address 10.0.0.9 --apiserver-cert-extra-sans a.example,10.1.1.1 --apiserver-cert-extra-sans B.example --cert-dir /srv/pki --control-plane-endpoint cp.example:443 --service-cidr 10.7.0.0/16 --service-dns-domain my.domain`,
      `init phase kubeconfig all --kubernetes-version ${kubernetes} --cert-dir /srv/pki --kubeconfig-dir /srv/kc --node-name other --apiserver-bind-port 7443 --control-plane-endpoint cp.example`,
      `init phase control-plane all --kubernetes-version ${kubernetes} --cert-dir /srv/pki --image-repository my.repo/x --pod-network-cidr 10.8.0.0/16 --service-cidr 10.7.0.0/16 --feature-gates RootlessControlPlane=false --apiserver-extra-args a=b,c=d --apiserver-extra-args=a=e --controller-manager-extra-args x=y --scheduler-extra-args z=`,
      `init phase addon coredns --print-manifest --kubernetes-version ${kubernetes} --image-repository my.repo/x --service-cidr 10.7.0.0/16 --service-dns-domain my.domain`,
      `init phase addon kube-proxy --print-manifest --kubernetes-version ${kubernetes} --pod-network-cidr 10.8.0.0/16 --control-plane-endpoint cp.example --apiserver-bind-port 7443`,
    ],
    covers: ['flags without a file'],
  }),
  'no flags but the version': ({ kubernetes }) => ({
    steps: [
      `init phase certs all --kubernetes-version=${kubernetes.slice(1)}`,
      `init phase kubeconfig all --kubernetes-version ${kubernetes}`,
      `init phase control-plane all --kubernetes-version release/${kubernetes}`,
    ],
    covers: ['flags without a file'],
  }),
  'certificates one by one': ({ kubernetes }) => ({
    steps: [
      ...[
        'ca',
        'apiserver',
        'apiserver-kubelet-client',
        'front-proxy-ca',
        'front-proxy-client',
        'etcd-ca',
        'etcd-server',
      ],
      ...['etcd-peer', 'etcd-healthcheck-client', 'apiserver-etcd-client', 'sa'],
    ]
      .map((name) => `init phase certs ${name} --kubernetes-version ${kubernetes}`)
      .concat(
        ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler'].map(
          (name) => `init phase kubeconfig ${name} --kubernetes-version ${kubernetes}`,
        ),
        ['apiserver', 'controller-manager', 'scheduler'].map(
          (name) => `init phase control-plane ${name} --kubernetes-version ${kubernetes}`,
        ),
      ),
    covers: ['flags without a file'],
  }),
  'no version, and no network to look it up': ({ kubernetes }) => ({
    files: { '/case/bin/kubelet': `#!/bin/sh\necho Kubernetes ${kubernetes}\n` },
    steps: [
      'init phase certs ca',
      'init phase etcd local',
      'init phase kubelet-start --cri-socket unix:///run/mine.sock',
    ],
    as: 'kubeadm',
    covers: ['version label without a network'],
  }),
  'a version label, and no network to look it up': ({ kubernetes }) => ({
    cluster: { kubernetesVersion: `stable-${kubernetes.slice(1, 5)}` },
    steps: ['init phase certs ca', 'init phase control-plane all', 'init phase etcd local'],
    covers: ['version label without a network'],
  }),
  'node name beside a file': () => ({
    init: { nodeRegistration: { name: 'from-file' } },
    steps: [
      'init phase certs ca',
      'init phase kubeconfig kubelet --node-name from-flag',
      'init phase kubelet-start --node-name from-flag',
    ],
    covers: ['flags beside a file'],
  }),
  'node name in capitals, by a flag': () => ({
    cluster: {},
    steps: [
      'init phase certs ca',
      'init phase kubeconfig kubelet --node-name Node2',
      'init phase kubelet-start --node-name Node2',
    ],
    allows: ['node name in capitals'],
    covers: ['flags beside a file'],
  }),
  'kubeconfig folder beside a file': () => ({
    cluster: {},
    steps: ['init phase certs ca', 'init phase kubeconfig all --kubeconfig-dir /srv/kc'],
    covers: ['flags beside a file'],
  }),
  'flags that may not stand beside a file': () => ({
    cluster: {},
    steps: ['init phase certs all --cert-dir /srv/pki'],
    refuses: { step: 'certs all', naming: /cert-dir/ },
    covers: ['flags beside a file'],
  }),
  'init in one go': () => ({
    init: { nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] } },
    cluster: { apiServer: { certSANs: ['a.example'] } },
    steps: wholeOffline,
    covers: ['init in one go'],
  }),
  'init in one go, phases skipped by the file': () => ({
    init: {
      skipPhases: [
        ...['preflight', 'kubeconfig/super-admin', 'certs/sa', 'control-plane/scheduler', 'etcd', 'wait-control-plane'],
        ...['upload-config', 'upload-certs', 'mark-control-plane', 'bootstrap-token', 'kubelet-finalize', 'addon'],
        'show-join-command',
      ],
    },
    steps: ['init'],
    covers: ['init in one go'],
  }),
  'dry run of the file': ({ kubernetes }) => ({
    text: `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
dryRun: true
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${kubernetes}
encryptionAlgorithm: ECDSA-P256
`,
    steps: ['init phase certs all', 'init phase certs ca --dry-run=false'],
    env: { KUBEADM_INIT_DRYRUN_DIR: '/srv/dry' },
    prepare: 'mkdir -p /srv/dry',
    covers: ['dry run'],
  }),
  'unknown phase to skip': () => ({
    cluster: {},
    steps: ['init --skip-phases=preflight,nothing'],
    refuses: { step: 'init', naming: /nothing/ },
  }),
};
