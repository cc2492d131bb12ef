/** Paths and ports that kubeadm fixes. All versions that we serve agree on them. */

export const kubernetesDirectory = '/etc/kubernetes';
export const manifestsDirectory = '/etc/kubernetes/manifests';
export const temporaryDirectory = '/etc/kubernetes/tmp';
/** While an upgrade has a manifest away: what systemd puts back at boot. */
export const bootCopyEntry = '/etc/tmpfiles.d/tsadm-manifest.conf';
export const defaultCertificatesDirectory = '/etc/kubernetes/pki';
export const adminKubeconfig = '/etc/kubernetes/admin.conf';
export const superAdminKubeconfig = '/etc/kubernetes/super-admin.conf';

export const kubeletKubeconfig = '/etc/kubernetes/kubelet.conf';
/** With it a joining kubelet asks for its certificate; it is taken away then. */
export const kubeletBootstrapKubeconfig = '/etc/kubernetes/bootstrap-kubelet.conf';

export const kubeletDirectory = '/var/lib/kubelet';
export const kubeletConfigFile = '/var/lib/kubelet/config.yaml';
export const kubeletInstanceConfigFile = '/var/lib/kubelet/instance-config.yaml';
export const kubeletEnvFile = '/var/lib/kubelet/kubeadm-flags.env';
export const kubeletClientCertificate = '/var/lib/kubelet/pki/kubelet-client-current.pem';

export const defaultEtcdDataDirectory = '/var/lib/etcd';
export const defaultCriSocket = 'unix:///var/run/containerd/containerd.sock';

export const ports = {
  apiServer: 6443,
  controllerManager: 10257,
  scheduler: 10259,
  kubelet: 10250,
  kubeletHealthz: 10248,
  etcdClient: 2379,
  etcdPeer: 2380,
  etcdMetrics: 2381,
} as const;

/** The static Pods, by component. */
export type StaticPodName = 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd';

/** Where a component's static Pod manifest lies. */
export function manifestPath(component: StaticPodName): string {
  return `${manifestsDirectory}/${component}.yaml`;
}

/** Optional CA folders of the host that the API server and controller manager get mounted when they exist. */
export const optionalCaDirectories = [
  '/etc/pki/ca-trust',
  '/etc/pki/tls/certs',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
] as const;
