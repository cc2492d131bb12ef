/** Words that a failing component says, what they mean, and what to do. */
interface Cause {
  readonly says: RegExp;
  readonly means: string;
  readonly mend: string;
}

/** Only words that leave no doubt; a wrong guess costs more time than none. */
const causes: readonly Cause[] = [
  {
    says: /running with swap on is not supported/i,
    means: 'the kubelet does not start with swap on',
    mend: 'swapoff -a, or set failSwapOn: false in the KubeletConfiguration',
  },
  {
    says: /configured to not run on a host using cgroup v1|cgroup v1 support is unsupported/i,
    means: 'the kubelet does not start with control groups v1',
    mend: 'boot with systemd.unified_cgroup_hierarchy=1, or set failCgroupV1: false in the KubeletConfiguration',
  },
  {
    says: /unknown service runtime\.v1\.RuntimeService/,
    means: 'the container runtime does not serve CRI v1',
    mend: 'take "cri" out of disabled_plugins in /etc/containerd/config.toml, then: systemctl restart containerd',
  },
  {
    says: /failed to parse kubelet flag|unknown flag: --|unknown shorthand flag/,
    means: 'a component was given a flag that it does not know',
    mend: 'look at extraArgs and kubeletExtraArgs in your configuration',
  },
  {
    says: /failed to load kubelet config file|strict decoding error/i,
    means: 'the configuration file cannot be read as it stands',
    mend: 'look at the component configurations and patches you gave',
  },
  {
    says: /bind: address already in use/,
    means: 'another program listens on the port of this component',
    mend: 'see which one with ss -ltnp, and stop it',
  },
  {
    says: /bind: cannot assign requested address/,
    means: 'this machine does not have the address that the component is to listen on',
    mend: 'look at advertiseAddress and bind-address in your configuration',
  },
  {
    says: /no space left on device/,
    means: 'a disk is full',
    mend: 'make room; see df -h',
  },
  {
    says: /mvcc: database space exceeded/,
    means: 'the database of etcd has reached its size limit',
    mend: 'compact and defragment etcd, or raise quota-backend-bytes',
  },
  {
    says: /certificate has expired or is not yet valid/,
    means: 'a certificate is not valid at this time',
    mend: 'look at the clock of this machine (date -u), then at the certificates in the PKI folder',
  },
  {
    says: /certificate signed by unknown authority/,
    means: 'a certificate was not issued by the authority that the other side knows',
    mend: 'certificates of an older cluster may still lie here; they must all come from one CA',
  },
  {
    says: /(?:ErrImagePull|ImagePullBackOff|failed to pull (?:and unpack )?image)/i,
    means: 'an image cannot be pulled',
    mend: 'look at the registry, the proxy of the container runtime, and imageRepository',
  },
  {
    says: /failed to create containerd task.*cgroup|expected cgroupsPath to be of format/i,
    means: 'the kubelet and the container runtime do not use the same cgroup driver',
    mend: 'set both to systemd (containerd: SystemdCgroup = true)',
  },
];

/** Plain words for what log lines say, each cause once, in the order of the table. */
export function likelyCauses(lines: readonly string[]): readonly string[] {
  return causes
    .filter(({ says }) => lines.some((line) => says.test(line)))
    .map(({ means, mend }) => `${means}; ${mend}`);
}
