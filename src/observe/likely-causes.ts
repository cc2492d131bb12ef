/**
 * What time does for a cause. `never`: only a person mends it. `rarely`: somebody else may (a port is given up, room is
 * made), but not while one waits. `often`: it goes by itself, as when another component comes up.
 */
export type Healing = 'never' | 'rarely' | 'often';

/** Words that a failing component says, what they mean, and what to do. */
export interface Cause {
  /** Stable, for programs (`cause.code`). */
  readonly code: string;
  readonly says: RegExp;
  /** A clause, to be read after "kube-apiserver does not start: ". */
  readonly means: string | ((match: RegExpExecArray) => string);
  /** What to do: a command or an edit. */
  readonly mend: string;
  /** Mended in the configuration: what was made from the old one must go first. */
  readonly inConfiguration?: true;
  /** It runs and waits for its certificate. */
  readonly hasNoCertificate?: true;
  readonly heals: Healing;
}

/** What a registry, or the way to it, answers for good. */
const refused =
  'lookup \\S+ on \\S+ .*?(?:connection refused|no such host|server misbehaving)|not found|denied|unauthorized|no such host|server misbehaving|connection refused|no route to host|network is unreachable|x509: [^"]*|no match for platform[^"]*|invalid reference[^"]*|couldn\'t parse image[^"]*';
/** What a slow or crowded way to a registry answers. */
const interrupted =
  'deadline exceeded|i/o timeout|handshake timeout|unexpected EOF|connection reset|too ?many ?requests|status(?: code)?:? 5\\d\\d|: 50[0-4] |context canceled';

const extraArgs = 'correct extraArgs (kubeletExtraArgs for the kubelet) in your configuration';

/**
 * Only words that leave no doubt; a wrong guess costs more time than none. The first that fits counts, so what heals
 * stands before what is only part of it. Words of components 1.35 to 1.37, etcd 3.6 and 3.7, containerd 1.6 and 2.
 */
const causes: readonly Cause[] = [
  {
    code: 'swap',
    says: /running with swap on is not supported/i,
    means: 'swap is on, and the kubelet does not run with it',
    mend: 'swapoff -a, or set failSwapOn: false in the KubeletConfiguration',
    heals: 'never',
  },
  {
    code: 'cgroup-v1',
    says: /configured to not run on a host using cgroup v1|cgroup v1 support is unsupported/i,
    means: 'this machine has control groups v1, and the kubelet does not run with them',
    mend: 'boot with systemd.unified_cgroup_hierarchy=1, or set failCgroupV1: false in the KubeletConfiguration',
    heals: 'never',
  },
  {
    code: 'cri-version',
    says: /unknown service runtime\.v1\.RuntimeService/,
    means: 'the container runtime does not serve CRI v1',
    mend: 'take "cri" out of disabled_plugins in /etc/containerd/config.toml, then: systemctl restart containerd',
    heals: 'rarely',
  },
  {
    code: 'unknown-flag',
    says: /unknown (?:shorthand )?flag: '?([^\s']+)|flag provided but not defined: (\S+)/,
    means: ([, long, short]) => `it does not know the flag ${long ?? short}`,
    mend: extraArgs,
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'bad-flag-value',
    says: /invalid (?:argument|value) ("[^"]*") for "?(?:flag )?(--?[\w-]+)|invalid (?:boolean )?value ("[^"]*") for (?:flag )?(-[\w-]+)/,
    means: (match) => `it does not take ${match[1] ?? match[3]} for ${match[2] ?? match[4]}`,
    mend: extraArgs,
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'bad-configuration',
    says: /invalid configuration: (.*?)(?:, path: &TypeMeta.*)?$|(?:failed to load Kubelet config file|strict decoding error|unrecognized feature gate|unknown policy):? (.*)/i,
    means: ([, words, others]) => `it does not take its configuration (${words ?? others})`,
    mend: 'look at the component configurations, patches and arguments that you gave',
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'etcd-data',
    says: /has already been bootstrapped|cluster ID mismatch|member count is unequal|walpb: crc mismatch|wal: .*(?:corrupt|crc|not found)|invalid database|file size too small|database file .* is (?:corrupt|invalid)|freepages: failed|page \d+ already freed|failed to open database|version error|recover(?:ing)? (?:backend )?(?:from )?snapshot error|snap: .*crc/i,
    means: ([words]) => `what lies in its data folder is damaged or belongs to another cluster (${words})`,
    mend: 'move the etcd data folder (/var/lib/etcd) away, or restore it from a snapshot: etcdutl snapshot restore',
    heals: 'never',
  },
  {
    code: 'port-taken',
    says: /listen (?:tcp|tcp4|tcp6) (\S+): bind: address already in use|bind: address already in use/,
    means: ([, address]) => `another program listens ${address === undefined ? 'on its port' : `at ${address}`}`,
    mend: 'see which program it is (ss -ltnp) and stop it',
    heals: 'rarely',
  },
  {
    code: 'address-not-here',
    says: /listen (?:tcp|tcp4|tcp6) (\S+): bind: cannot assign requested address|bind: cannot assign requested address/,
    means: ([, address]) =>
      `this machine does not have the address that it listens on${address ? ` (${address})` : ''}`,
    mend: 'correct localAPIEndpoint.advertiseAddress (or bind-address) in your configuration (ip address shows what there is)',
    inConfiguration: true,
    heals: 'rarely',
  },
  {
    code: 'disk-full',
    says: /no space left on device/,
    means: 'the disk is full (no space left on device)',
    mend: 'make room; df -h shows where',
    heals: 'rarely',
  },
  {
    code: 'etcd-quota',
    says: /mvcc: database space exceeded/,
    means: 'the database of etcd has reached its size limit',
    mend: 'compact and defragment etcd, or raise quota-backend-bytes',
    heals: 'never',
  },
  {
    code: 'sandbox-image-slow',
    says: new RegExp(`failed to get sandbox image "([^"]+)".*(?:${interrupted})`, 'is'),
    means: ([, image]) => `pulling the sandbox image ${image} was interrupted`,
    mend: 'look at the way to the registry',
    heals: 'often',
  },
  {
    code: 'sandbox-image',
    says: new RegExp(`failed to get sandbox image "([^"]+)".*?(${refused})`, 'is'),
    means: ([, image, why]) =>
      `the sandbox image ${image}, which every Pod needs, is not there and cannot be pulled (${why})`,
    mend: 'load the image, or set sandbox_image (containerd 2: pinned_images.sandbox) to one that can be had, and restart the container runtime',
    heals: 'rarely',
  },
  {
    code: 'cgroup-driver',
    says: /expected cgroupsPath to be of format|cgroup driver .* does not match|failed to create containerd task.*cgroup/i,
    means: 'the kubelet and the container runtime do not use the same cgroup driver',
    mend: 'set both to systemd: cgroupDriver in the KubeletConfiguration, SystemdCgroup = true in the configuration of containerd',
    heals: 'never',
  },
  {
    code: 'image-never-pulled',
    says: /ErrImageNeverPull: .*?(?:image "([^"]+)"|$)/,
    means: ([, image]) => `its image${image ? ` ${image}` : ''} is not there, and imagePullPolicy says Never`,
    mend: 'load the image into the container runtime (ctr -n k8s.io images import), or change imagePullPolicy',
    heals: 'never',
  },
  {
    code: 'image-slow',
    says: new RegExp(`(?:ErrImagePull|failed to pull (?:and unpack )?image).*(?:${interrupted})`, 'is'),
    means: 'pulling its image was interrupted',
    mend: 'look at the way to the registry',
    heals: 'often',
  },
  {
    code: 'image-pull',
    says: new RegExp(`(?:ErrImagePull|failed to pull (?:and unpack )?image).*?"([^"]+)".*?(${refused})`, 'is'),
    means: ([, image, why]) => `its image ${image} cannot be pulled (${why})`,
    mend: 'look at imageRepository, the registry, and the proxy of the container runtime',
    heals: 'rarely',
  },
  {
    code: 'image-pull',
    says: /ErrImagePull|ImagePullBackOff|failed to pull (?:and unpack )?image/,
    means: 'its image cannot be pulled',
    mend: 'look at imageRepository, the registry, and the proxy of the container runtime',
    heals: 'often',
  },
  {
    code: 'image-name',
    says: /InvalidImageName: .*/s,
    means: ([words]) => `the name of its image is none (${words})`,
    mend: 'correct imageRepository and the tags of images in your configuration',
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'volume',
    says: /hostPath type check failed: (.*)/,
    means: ([, why]) => `a path that it is to get from this machine is of another kind: ${why}`,
    mend: 'correct extraVolumes (hostPath, pathType) in your configuration, or the path',
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'bad-manifest',
    says: /couldn't parse as pod|invalid pod: |failed to (?:de|un)code|static pod .* is invalid/i,
    means: 'the kubelet cannot read its manifest',
    mend: 'correct the patches you gave',
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'unauthorized',
    says: /cannot create certificate signing request: Unauthorized|failed to run Kubelet: .*Unauthorized/,
    means: 'the API server does not accept its bootstrap token',
    mend: 'make a new token on a control-plane node (token create --print-join-command) and join with it',
    hasNoCertificate: true,
    heals: 'rarely',
  },
  {
    code: 'forbidden',
    says: /cannot create certificate signing request: .*is forbidden: [^"]*/,
    means: 'its bootstrap token may not ask for a certificate',
    mend: 'on a control-plane node: init phase bootstrap-token; the token needs the group system:bootstrappers:kubeadm:default-node-token',
    hasNoCertificate: true,
    heals: 'rarely',
  },
  {
    code: 'expired-certificate',
    says: /certificate has expired or is not yet valid[^"]*/,
    means: ([words]) => `a certificate is not valid at this time (${words})`,
    mend: 'look at the clock of this machine (date -u), then at the certificates in the PKI folder',
    heals: 'rarely',
  },
  {
    code: 'missing-file',
    says: /open (\/[^\s:]+): no such file or directory|stat (\/[^\s:]+): no such file or directory/,
    means: ([, opened, looked]) => `a file that it needs is not there: ${opened ?? looked}`,
    mend: 'put the file there, or correct what names it (extraArgs, certificatesDir)',
    heals: 'never',
  },
  {
    code: 'unreadable-file',
    says: /open (\/[^\s:]+): (permission denied|is a directory)/,
    means: ([, path, why]) => `a file that it needs cannot be read: ${path} (${why})`,
    mend: 'correct the mode of the file, or what names it',
    heals: 'never',
  },
  {
    code: 'bad-certificate',
    says: /tls: failed to find any PEM data[^"]*|tls: failed to parse (?:private key|certificate)[^"]*|tls: private key does not match public key|failed to load key pair[^"]*|data does not contain any valid RSA or ECDSA[^"]*|x509: malformed[^"]*|unable to load (?:client|server) (?:CA|certificate)[^"]*|asn1: (?:structure|syntax) error[^"]*|failed to parse (?:private key|certificate)[^"]*/,
    means: ([words]) => `a certificate or key of it cannot be used (${words})`,
    mend: 'correct the file, or what names it (extraArgs, certificatesDir); certs check with openssl x509 -noout -text -in FILE',
    heals: 'never',
  },
  {
    code: 'program-missing',
    says: /exec: "?([^"\s:]+)"?: (?:executable file not found|stat .*no such file|permission denied|exec format error)|exec format error/,
    means: ([, program]) => `its image has no program to run${program ? ` (${program})` : ' on this processor'}`,
    mend: 'look at imageRepository and the tags of images in your configuration',
    inConfiguration: true,
    heals: 'never',
  },
  {
    code: 'unknown-authority',
    says: /certificate signed by unknown authority/,
    means: 'a certificate was not issued by the authority that the other side knows',
    mend: 'certificates of an older cluster may still lie here; they must all come from one CA',
    heals: 'rarely',
  },
];

/** Words of components that wait for something else, or of a machine under load: they go by themselves. */
const passing =
  /connection refused|deadline exceeded|i\/o timeout|handshake timeout|timed out|connection reset|unexpected EOF|no route to host|network is unreachable|no such host|is reserved for|Unavailable|too many requests|leader election lost|leaderelection lost|context canceled|the server is currently unable|etcdserver: (?:no leader|leader changed|request timed out)/i;

/** The cause that words name, with what they matched. */
export function causeOf(words: string): { readonly cause: Cause; readonly means: string } | undefined {
  for (const cause of causes) {
    const match = cause.says.exec(words);
    if (match === null) continue;
    return { cause, means: typeof cause.means === 'string' ? cause.means : cause.means(match) };
  }
  return undefined;
}

/** Says something that goes by itself, as far as is known. */
export function isPassing(words: string): boolean {
  return passing.test(words);
}

/** Plain words for what log lines say, each cause once, in the order of the table. */
export function likelyCauses(lines: readonly string[]): readonly string[] {
  const found = new Map(
    lines.flatMap((line) => {
      const named = causeOf(line);
      return named === undefined ? [] : [[named.cause, named.means] as const];
    }),
  );
  return causes.flatMap((cause) => {
    const means = found.get(cause);
    return means === undefined ? [] : [`${means}; ${cause.mend}`];
  });
}
