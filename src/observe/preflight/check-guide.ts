import { nearestName } from '../../spec/nearest-name.ts';

/** What there is to know of a check before it finds anything. */
export interface CheckGuide {
  /** The name that findings carry; `<…>` stands for what differs between checks of one family. */
  readonly name: string;
  /** An error stops the run unless it is ignored. `either`: it depends on what is found. */
  readonly severity: 'error' | 'warning' | 'either';
  readonly looksAt: string;
  /** The command that alone makes it. */
  readonly of?: 'upgrade';
  /** kubeadm has no such check (1.37.0). */
  readonly ours?: true;
  /** How what it finds is mended. */
  readonly mending: string;
}

/**
 * Every check of `init`, `join`, `reset` and `upgrade`, for `help checks` and the reference. Names are kubeadm's where kubeadm has the
 * check (kubeadm-cli-config.md, 4.2 and 4.3).
 */
export const checkGuides: readonly CheckGuide[] = [
  {
    name: 'IsPrivilegedUser',
    severity: 'error',
    looksAt: 'whether the command runs as root; without that no other check is made',
    mending: 'run it as root, with sudo for example',
  },
  {
    name: 'NumCPU',
    severity: 'either',
    looksAt: 'how many CPUs this process may use; a control plane needs 2',
    mending: 'add CPUs',
  },
  {
    name: 'Mem',
    severity: 'either',
    looksAt: 'the size of the memory; a control plane needs 1700 MiB',
    mending: 'add memory',
  },
  {
    name: 'KubernetesVersion',
    severity: 'error',
    looksAt: 'whether the wanted Kubernetes version is one that this program knows',
    mending: 'choose another --kubernetes-version, or a release of this program that knows it',
  },
  {
    name: 'Firewalld',
    severity: 'warning',
    looksAt: 'whether firewalld runs, which closes the ports that other nodes need',
    mending: 'open the ports that the finding names',
  },
  {
    name: 'Port-<number>',
    severity: 'error',
    looksAt: 'whether a port that a component is going to listen on is free',
    mending: 'stop what listens there (ss -ltnp shows it)',
  },
  {
    name: 'FileAvailable-<path>',
    severity: 'error',
    looksAt:
      'whether a file that is going to be written does not exist yet; slashes of the path are dashes in the name',
    mending: 'if what was set up here is not needed, take it away: reset',
  },
  {
    name: 'DirAvailable-<path>',
    severity: 'error',
    looksAt: 'whether the folder of etcd is missing or empty',
    mending: 'if what was set up here is not needed, take it away: reset',
  },
  {
    name: 'HTTPProxy',
    severity: 'warning',
    looksAt: 'whether connections to the API server would go through a proxy',
    mending: 'add its address to NO_PROXY',
  },
  {
    name: 'HTTPProxyCIDR',
    severity: 'warning',
    looksAt: 'whether connections to Services and Pods would go through a proxy',
    mending: 'add their address ranges to NO_PROXY',
  },
  {
    name: 'CRI',
    severity: 'either',
    looksAt: 'whether the container runtime answers, is ready, and starts Pods with the fitting sandbox image',
    mending: 'install and start the runtime, or name its socket with --cri-socket',
  },
  {
    name: 'ContainerRuntimeVersion',
    severity: 'either',
    looksAt: 'whether the container runtime can tell its cgroup driver, which newer kubelets need',
    mending: 'update it: containerd 2.0 or CRI-O 1.28 at least',
  },
  {
    name: 'Swap',
    severity: 'warning',
    looksAt: 'whether swap is on although the kubelet would not start with it',
    mending: 'swapoff -a, and take swap out of /etc/fstab; or failSwapOn: false in a KubeletConfiguration',
  },
  {
    name: 'FileExisting-<program>',
    severity: 'error',
    looksAt: 'whether a program that the kubelet calls is on PATH',
    mending: 'install the package that has it',
  },
  {
    name: 'SystemVerification',
    severity: 'either',
    looksAt: 'the kernel: its version, its options and its control groups',
    mending: 'what the finding says: another kernel, an option of its command line, failCgroupV1: false',
  },
  {
    name: 'Hostname',
    severity: 'warning',
    looksAt: 'whether the name of the node can be looked up and is reached',
    mending: 'write the name into DNS or /etc/hosts',
  },
  {
    name: 'KubeletVersion',
    severity: 'error',
    looksAt: 'whether the installed kubelet is neither newer nor much older than the control plane',
    mending: 'install the kubelet of the wanted minor version',
  },
  {
    name: 'Service-kubelet',
    severity: 'warning',
    looksAt: 'whether there is a service for the kubelet that starts with the machine',
    mending: 'install the package kubelet; systemctl enable kubelet',
  },
  {
    name: 'KubeletUnit',
    severity: 'warning',
    ours: true,
    looksAt: 'whether the unit of the kubelet reads the files that are going to be written',
    mending: 'write the drop-in that the finding shows',
  },
  {
    name: 'FileContent-<path>',
    severity: 'error',
    looksAt: 'whether the kernel forwards packets (net.ipv4.ip_forward, net.ipv6.conf.default.forwarding)',
    mending: 'switch it on with sysctl, and keep it in /etc/sysctl.d',
  },
  {
    name: 'ExternalEtcdVersion',
    severity: 'error',
    looksAt: 'whether every endpoint of an external etcd answers and is new enough',
    mending: 'start or update that etcd; copy the certificates with which it is reached',
  },
  {
    name: 'ExternalEtcdClientCertificates',
    severity: 'error',
    looksAt: 'whether the certificates for an external etcd are there',
    mending: 'copy them from the etcd cluster',
  },
  {
    name: 'Clock',
    severity: 'warning',
    ours: true,
    looksAt: 'whether the clock can be right, and something keeps it right',
    mending: 'timedatectl set-ntp true, or a time service such as chrony',
  },
  {
    name: 'EtcdMount',
    severity: 'warning',
    ours: true,
    looksAt: 'whether the data of etcd would lie in memory or on another machine',
    mending: 'mount a file system of a local disk there, or set etcd.local.dataDir',
  },
  {
    name: 'DiskSpace-<path>',
    severity: 'warning',
    ours: true,
    looksAt: 'whether there is room for what is going to lie in a folder',
    mending: 'make room, or mount a larger file system there',
  },
  {
    name: 'RuntimeProxy',
    severity: 'warning',
    ours: true,
    looksAt: 'whether the container runtime knows of the proxy that this command goes through',
    mending: 'give its service HTTPS_PROXY and NO_PROXY in a drop-in',
  },
  {
    name: 'ImagePull',
    severity: 'error',
    looksAt: 'whether the images of the control plane are there or can be pulled; it pulls them',
    mending: 'see what the registry or the runtime says; load the images by other means',
  },
  {
    name: 'CoreDNSUnsupportedPlugins',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether the Corefile has plugins or options that its migration does not know and leaves as they are',
    mending: 'see whether the CoreDNS to come still takes them, then pass over this check',
  },
  {
    name: 'CoreDNSMigration',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether the Corefile can be migrated: which CoreDNS runs must be known, and it must not be newer',
    mending: 'give the Deployment coredns the image of a release, or see to CoreDNS yourself',
  },
  {
    name: 'ControlPlaneNodesReady',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether every control-plane node is Ready, since the others carry the cluster while one changes',
    mending: 'see why not with kubectl describe node',
  },
  {
    name: 'CreateJob',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether the cluster runs a Job to its end; it makes one',
    mending: 'see why its Pod does not run, as the finding tells',
  },
  {
    name: 'KubeletHealthy',
    severity: 'either',
    of: 'upgrade',
    looksAt: 'whether the kubelet runs, which is what replaces static Pods',
    ours: true,
    mending: 'systemctl start kubelet',
  },
  {
    name: 'StaticPodManifest',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether the manifests that are going to be replaced are there',
    mending: 'put them back, or give the command on a control plane',
  },
  {
    name: 'UpgradeSpace',
    severity: 'error',
    of: 'upgrade',
    looksAt: 'whether there is room below /etc/kubernetes for what is kept, the data of an etcd that is alone among it',
    ours: true,
    mending: 'make room; what lies in /etc/kubernetes/tmp is from earlier upgrades',
  },
];

/** The guide of a check or of its family. */
export function checkGuide(name: string): CheckGuide | undefined {
  return checkGuides.find((guide) => {
    const family = guide.name.indexOf('<');
    return family < 0 ? guide.name === name : name.startsWith(guide.name.slice(0, family));
  });
}

/**
 * The check that a name which no check has was most likely meant to be. Letter case counts for nothing, as when checks are
 * ignored.
 * @returns undefined for names of checks, and where none is near (checks of other versions may be named too)
 */
export function meantCheck(name: string): string | undefined {
  const known = checkGuides.map((guide) => guide.name.split('<')[0]!);
  const isKnown = known.some((each) => {
    const [wanted, given] = [each.toLowerCase(), name.toLowerCase()];
    return each.endsWith('-') ? given.startsWith(wanted) : given === wanted;
  });
  return isKnown || name.toLowerCase() === 'all' ? undefined : nearestName(name, [...known, 'all']);
}
