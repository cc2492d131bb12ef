import type { CaseOf } from '../case.ts';

/** What `init` makes without a cluster, and what then comes to lie beside it. */
function node(version: string, more: readonly string[] = []): string {
  const cluster = `apiVersion: kubeadm.k8s.io/v1beta4\\nkind: ClusterConfiguration\\nkubernetesVersion: ${version}\\nencryptionAlgorithm: ECDSA-P256\\n`;
  return [
    `printf '${cluster}' >/tmp/cluster.yaml`,
    ...['certs all', 'kubeconfig all', 'etcd local', 'control-plane all', 'kubelet-start'].map(
      (phase) => `kubeadm init phase ${phase} --config /tmp/cluster.yaml`,
    ),
    'mkdir -p /var/lib/etcd/member/wal /var/lib/kubelet/pods/a/volumes /etc/kubernetes/tmp/backup /etc/cni/net.d',
    'touch /var/lib/etcd/member/wal/0.wal /var/lib/etcd/.hidden /var/lib/kubelet/pods/a/volumes/file',
    'touch /etc/kubernetes/bootstrap-kubelet.conf /etc/kubernetes/mine.conf /etc/kubernetes/tmp/backup/file',
    'touch /etc/kubernetes/manifests/.hidden /etc/kubernetes/pki/mine /etc/cni/net.d/10-mine.conf',
    ...more,
  ].join(' && ');
}

const forced: readonly string[] = ['reset --force'];

function resetting(steps: readonly string[], ...more: readonly string[]): CaseOf {
  return ({ kubernetes }) => ({ prepare: node(kubernetes, more), steps });
}

function configured(fields: string, ...more: readonly string[]): CaseOf {
  return ({ kubernetes }) => ({
    text: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration\n${fields}`,
    prepare: node(kubernetes, more),
    steps: ['reset'],
  });
}

/** kubeadm asks a minute for the members of an etcd that it cannot see. */
const leavingEtcd: readonly string[] = ['reset --force --skip-phases remove-etcd-member'];

/** Answers as the API server of a cluster with this configuration, as far as a reset asks it. */
function clusterServer(configuration: string): string {
  return `
const map = (name, data) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'kube-system', name }, data });
const objects = {
  '/api/v1/namespaces/kube-system/configmaps/kubeadm-config': map('kubeadm-config', { ClusterConfiguration: ${JSON.stringify(configuration)} }),
  '/api/v1/namespaces/kube-system/configmaps/kubelet-config': map('kubelet-config', { kubelet: 'apiVersion: kubelet.config.k8s.io/v1beta1\\nkind: KubeletConfiguration\\n' }),
  '/api/v1/namespaces/kube-system/configmaps/kube-proxy': map('kube-proxy', { 'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\\nkind: KubeProxyConfiguration\\n' }),
  '/api/v1/nodes/node1': { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node1', annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/none.sock' } }, spec: {}, status: {} },
};
require('http').createServer((request, response) => {
  const found = objects[request.url.split('?')[0]];
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ?? { apiVersion: 'v1', kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, metadata: {} }));
}).listen(8080, '127.0.0.1');
setTimeout(() => process.exit(0), 60000);
`;
}

const accountLines = {
  passwd: [
    'root:x:0:0:root:/root:/bin/bash',
    'kubeadm-etcd:x:102:105:::/bin/false',
    'kubeadm-kas:x:5103:106:::/bin/bash',
    'kubeadm-kcm:x:104:107:::/bin/false',
    'not an account',
    'kubeadm-ks:x:105:108:::/bin/false',
    'kubeadm-etcd2:x:110:105:::/bin/false',
    'kubeadm-etcd:x:111:105:::/bin/false',
    '',
    'kubeadm-sa-key-readers:x:112:105:::/bin/false',
  ],
  group: [
    'root:x:0:',
    'kubeadm-etcd:x:105:bob',
    'kubeadm-ks:x:108:kubeadm-ks',
    'other:x:9:kubeadm-ks',
    'kubeadm-sa-key-readers:x:109:',
  ],
};

/** A node of a cluster that answers, with users as a control plane without root has them, and others. */
function rootless(gates: string, steps: readonly string[], { passwd, group } = accountLines): CaseOf {
  return ({ kubernetes }) => {
    const configuration = [
      'apiVersion: kubeadm.k8s.io/v1beta4',
      'kind: ClusterConfiguration',
      `kubernetesVersion: ${kubernetes}`,
      'networking: {dnsDomain: cluster.local, serviceSubnet: 10.96.0.0/12}',
      gates,
      '',
    ].join('\n');
    const kubeconfig =
      'apiVersion: v1\\nkind: Config\\nclusters: [{name: a, cluster: {server: "http://127.0.0.1:8080"}}]\\nusers: [{name: system:node:node1, user: {token: x}}]\\ncontexts: [{name: a, context: {cluster: a, user: system:node:node1}}]\\ncurrent-context: a\\n';
    const more = [
      `printf '${kubeconfig}' >/etc/kubernetes/admin.conf`,
      'cp /etc/kubernetes/admin.conf /etc/kubernetes/kubelet.conf',
      `printf '${passwd.join('\\n')}' >/etc/passwd`,
      `printf '${group.join('\\n')}\\n' >/etc/group`,
      'chmod 600 /etc/group',
      // With it kubeadm asks for the Pod's annotations, too.
      'rm /etc/kubernetes/manifests/kube-apiserver.yaml',
    ];
    return {
      prepare: node(kubernetes, more),
      files: { '/case/server.cjs': clusterServer(configuration) },
      steps: [
        '!(node /case/server.cjs >/dev/null 2>&1 &); until node -e "fetch(\'http://127.0.0.1:8080\').catch(() => process.exit(1))"; do sleep 0.1; done',
        ...steps,
      ],
    };
  };
}

/** What a reset leaves, and what it refuses. */
export const resets: { readonly [name: string]: CaseOf } = {
  'reset of a control plane': resetting(forced),
  'reset with the temporary folder': resetting(['reset -f --cleanup-tmp-dir']),
  'reset with another folder of certificates': resetting(
    ['reset --force --cert-dir /srv/pki'],
    'mkdir -p /srv/pki/deep && touch /srv/pki/deep/ca.key',
  ),
  'reset of a worker': resetting(forced, 'rm -r /etc/kubernetes/manifests /etc/kubernetes/admin.conf'),
  'reset of an empty machine': () => ({ steps: forced }),
  'reset of data elsewhere': resetting(
    forced,
    'mkdir -p /data/etcd/member && touch /data/etcd/member/db',
    'sed -i s,path:\\ /var/lib/etcd,path:\\ /data/etcd, /etc/kubernetes/manifests/etcd.yaml',
  ),
  'reset with an etcd manifest without data': resetting(
    forced,
    'printf "kind: Pod\\napiVersion: v1\\nmetadata: {name: etcd}\\nspec: {containers: []}\\n" >/etc/kubernetes/manifests/etcd.yaml',
  ),
  'reset through links': resetting(
    forced,
    'mkdir /srv/real && mv /var/lib/kubelet /etc/kubernetes/pki /srv/real',
    'ln -s /srv/real/kubelet /var/lib/kubelet && ln -s /srv/real/pki /etc/kubernetes/pki',
    'mv /etc/kubernetes/admin.conf /srv/real && ln -s /srv/real/admin.conf /etc/kubernetes/admin.conf',
    'ln -s /etc/kubernetes/mine.conf /var/lib/etcd/link && ln -s /nowhere /etc/kubernetes/manifests/dangling',
  ),
  'reset with mounts below the kubelet': resetting([
    '!mkdir -p /srv/disk/deep && touch /srv/disk/deep/file && mount --bind /srv/disk /var/lib/kubelet/pods/a/volumes',
    '!mkdir /var/lib/kubelet/other && mount -t tmpfs none /var/lib/kubelet/other && touch /var/lib/kubelet/other/file',
    'reset --force',
  ]),
  'reset with something in use below the kubelet': ({ kubernetes }) => ({
    prepare: node(kubernetes),
    steps: [
      '!mount -t tmpfs none /var/lib/kubelet/pods/a/volumes',
      '!(cd /var/lib/kubelet/pods/a/volumes && exec sleep 30 >/dev/null 2>&1) &',
      'reset --force',
    ],
    refuses: { step: 'reset --force', naming: /target is busy/ },
  }),
  'reset of a whole configuration': configured(
    'force: true\ncleanupTmpDir: true\ncertificatesDir: /srv/pki\nunmountFlags: [MNT_DETACH]\n',
    'mkdir /srv/pki && touch /srv/pki/ca.key',
  ),
  'reset that skips phases': configured('force: true\nskipPhases: [remove-etcd-member]\n'),
  'reset of a control plane without root': rootless('featureGates: {RootlessControlPlane: true}', leavingEtcd),
  'reset of a control plane without root, groups alone': rootless(
    'featureGates: {RootlessControlPlane: true}',
    leavingEtcd,
    {
      passwd: ['root:x:0:0:root:/root:/bin/bash', ''],
      group: accountLines.group,
    },
  ),
  'reset of a control plane without root, only shown': rootless('featureGates: {RootlessControlPlane: true}', [
    'reset --force --dry-run --skip-phases remove-etcd-member',
  ]),
  'reset of a control plane with root and such users': rootless(
    'featureGates: {RootlessControlPlane: false}',
    leavingEtcd,
  ),
  'reset with such users, clean-up alone': rootless('featureGates: {RootlessControlPlane: true}', [
    'reset phase cleanup-node',
  ]),
  'reset with such users of a cluster that does not answer': resetting(
    forced,
    `printf '${accountLines.passwd.join('\\n')}' >/etc/passwd; printf '${accountLines.group.join('\\n')}' >/etc/group`,
  ),
  'reset that is only shown': resetting(['reset --dry-run']),
  'reset phase by phase': resetting([
    'reset phase preflight --force',
    // Nobody answers for etcd here. Where somebody does, the phase needs no --force, which kubeadm's does not know.
    '!case $(readlink -f $(command -v tsadm kubeadm | head -1)) in *tsadm*) tsadm reset phase remove-etcd-member --force;; *) kubeadm reset phase remove-etcd-member;; esac',
    'reset phase cleanup-node',
  ]),
  'reset without etcd': resetting(['reset phase cleanup-node --cleanup-tmp-dir']),
  'reset without an answer': ({ kubernetes }) => ({
    prepare: node(kubernetes),
    steps: ['reset'],
    refuses: { step: 'reset', naming: /there was no answer/ },
  }),
  'reset with an unknown flag of umount': ({ kubernetes }) => ({
    text: 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ResetConfiguration\nforce: true\nunmountFlags: [MNT_NONE]\n',
    prepare: node(kubernetes),
    steps: ['reset'],
    refuses: { step: 'reset', naming: /there is no such flag of umount/ },
  }),
};
