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
