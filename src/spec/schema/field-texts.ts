/**
 * What each field is for, by its path without what stands above as long as that makes no difference: `timeouts.discovery`
 * is the same in every document. A path that begins with a kind is that of this document only.
 */
const texts: { readonly [path: string]: string } = {
  'InitConfiguration.bootstrapTokens':
    'Tokens that are made, with which nodes join. Without the list, one random token.',
  'bootstrapTokens[].token': 'Six characters, a dot and sixteen characters, each a-z or 0-9. Without it, a random one.',
  'bootstrapTokens[].description': 'What the token is for, in words.',
  'bootstrapTokens[].expires': 'When the token ends, as an RFC 3339 time; not together with ttl.',
  'bootstrapTokens[].ttl': 'How long the token lives; 0 is for ever.',
  'bootstrapTokens[].usages': 'signing (of what the cluster tells of itself) and authentication.',
  'bootstrapTokens[].groups': 'Groups that the bearer belongs to; they begin with system:bootstrappers:.',
  dryRun: 'Show what would be done and change nothing, as --dry-run does.',
  nodeRegistration: 'How this machine becomes a Node.',
  'nodeRegistration.name': 'Name of the Node. Without it, the host name.',
  'nodeRegistration.criSocket': 'Socket of the container runtime. Without it, the one that is found.',
  'nodeRegistration.taints':
    'Taints that the Node gets. Without the field, a control plane gets that of control planes; an empty list means none.',
  'taints[].key': 'Name of the taint.',
  'taints[].value': 'Its value.',
  'taints[].effect': 'NoSchedule, PreferNoSchedule or NoExecute.',
  'taints[].timeAdded': 'When it was added; kept as it is.',
  'nodeRegistration.kubeletExtraArgs': 'More flags of the kubelet.',
  'kubeletExtraArgs[].name': 'Name of the flag, without dashes.',
  'kubeletExtraArgs[].value': 'Its value.',
  ignorePreflightErrors: 'Checks whose errors are warnings; all is every check.',
  imagePullPolicy: 'Always, IfNotPresent or Never.',
  imagePullSerial: 'Pull images one after the other, not together.',
  localAPIEndpoint: 'Where the API server of this node listens.',
  'localAPIEndpoint.advertiseAddress':
    'IP address under which it announces itself. Without it, that of the interface with the default route.',
  'localAPIEndpoint.bindPort': 'Its port.',
  certificateKey:
    'Key (64 hexadecimal digits) of the certificates in the Secret kubeadm-certs. Without it, init makes a random one.',
  skipPhases: 'Phases to leave out; --skip-phases wins over it.',
  patches: 'Patches for what is generated.',
  'patches.directory': 'Folder with files named target[suffix][+patchtype].extension.',
  timeouts: 'How long things are waited for.',
  'timeouts.controlPlaneComponentHealthCheck': 'For a component of the control plane to be healthy.',
  'timeouts.kubeletHealthCheck': 'For the kubelet to be healthy.',
  'timeouts.kubernetesAPICall': 'For a request to the API server, tries included.',
  'timeouts.etcdAPICall': 'For a request to etcd, tries included.',
  'timeouts.tlsBootstrap': 'For the kubelet to get its certificate.',
  'timeouts.discovery': 'For a joining node to find the cluster.',
  'timeouts.upgradeManifests': 'For a static Pod to come up again when it is upgraded.',
  'ClusterConfiguration.kubernetesVersion':
    'Version of the control plane, or a label such as stable-1 that is looked up.',
  'ClusterConfiguration.controlPlaneEndpoint':
    'Lasting name or address of the whole control plane, with or without a port. A cluster that is to have several control planes needs it from the start.',
  'ClusterConfiguration.clusterName': 'Name of the cluster in kubeconfig files.',
  certificatesDir: 'Folder of certificates and keys.',
  imageRepository: 'Registry of the images.',
  'ClusterConfiguration.imageRepository': 'Registry that the images of the control plane come from.',
  'ClusterConfiguration.featureGates': 'Gates of kubeadm by name.',
  'ClusterConfiguration.encryptionAlgorithm':
    'Of the keys that are made: RSA-2048, RSA-3072, RSA-4096, ECDSA-P256 or ECDSA-P384.',
  'ClusterConfiguration.certificateValidityPeriod': 'How long certificates that are made are valid.',
  'ClusterConfiguration.caCertificateValidityPeriod': 'How long CA certificates that are made are valid.',
  'ClusterConfiguration.networking': 'Address ranges and names.',
  'networking.serviceSubnet': 'Address range of Services; two with a comma for both IP families.',
  'networking.podSubnet':
    'Address range of Pods; two with a comma for both IP families. When set, every node gets a part.',
  'networking.dnsDomain': 'DNS suffix of Services.',
  'ClusterConfiguration.etcd': 'One of local and external.',
  'etcd.local': 'etcd as a static Pod on each control plane.',
  imageTag: 'Tag of the image, when it is not to be the one that goes with the version.',
  'local.dataDir': 'Folder of its data.',
  extraArgs: 'More flags of the component; one of ours is replaced.',
  'extraArgs[].name': 'Name of the flag, without dashes.',
  'extraArgs[].value': 'Its value.',
  extraVolumes: 'Folders and files of the machine that the component sees.',
  'extraVolumes[].name': 'Name of the volume.',
  'extraVolumes[].hostPath': 'Path on the machine.',
  'extraVolumes[].mountPath': 'Path in the container.',
  'extraVolumes[].readOnly': 'Whether the component may not write there.',
  'extraVolumes[].pathType': 'Type of the hostPath: DirectoryOrCreate, File, …',
  extraEnvs: 'More environment variables of the component.',
  'extraEnvs[].name': 'Name of the variable.',
  'extraEnvs[].value': 'Its value.',
  'extraEnvs[].valueFrom': 'Where its value comes from.',
  'local.serverCertSANs': 'More names and addresses in the serving certificate of etcd.',
  'local.peerCertSANs': 'More names and addresses in the peer certificate of etcd.',
  'etcd.external': 'An etcd cluster that others look after.',
  'external.endpoints': 'Client URLs of its members.',
  'external.httpEndpoints': 'Where the members serve HTTP, when not at the same URLs.',
  'external.caFile': 'CA of its serving certificates.',
  'external.certFile': 'Certificate with which the API server proves itself to it.',
  'external.keyFile': 'Key of that certificate.',
  'ClusterConfiguration.apiServer': 'The API server.',
  'apiServer.certSANs': 'More names and addresses in its serving certificate.',
  'ClusterConfiguration.controllerManager': 'The controller manager.',
  'ClusterConfiguration.scheduler': 'The scheduler.',
  'ClusterConfiguration.dns': 'CoreDNS.',
  'dns.disabled': 'Install none.',
  'ClusterConfiguration.proxy': 'kube-proxy.',
  'proxy.disabled': 'Install none.',
  'JoinConfiguration.caCertPath': 'Where the CA of the cluster is put.',
  'JoinConfiguration.discovery': 'How the cluster is found, and whom to trust: one of bootstrapToken and file.',
  'discovery.bootstrapToken': 'By asking the API server, with a token as the proof.',
  'bootstrapToken.token': 'The token.',
  'bootstrapToken.apiServerEndpoint': 'Address and port of an API server.',
  'bootstrapToken.caCertHashes': 'Pins of public keys of the CA, sha256:<hex>; one must fit.',
  'bootstrapToken.unsafeSkipCAVerification': 'Go without a pin. Whoever knows the token can then pose as the cluster.',
  'discovery.file': 'By a kubeconfig.',
  'file.kubeConfigPath': 'Its path or https URL.',
  'discovery.tlsBootstrapToken':
    'Token with which the kubelet asks for its certificate. Without it, that of bootstrapToken.',
  'JoinConfiguration.controlPlane': 'When it is there, even empty, the node becomes a control plane.',
  'JoinConfiguration.controlPlane.certificateKey': 'Key of the certificates in the Secret kubeadm-certs.',
  'ResetConfiguration.cleanupTmpDir': 'Empty /etc/kubernetes/tmp as well.',
  'ResetConfiguration.criSocket': 'Socket of the container runtime. Without it, the one that is found.',
  'ResetConfiguration.force': 'Ask nothing.',
  'ResetConfiguration.unmountFlags':
    'How folders below the one of the kubelet are unmounted: MNT_FORCE, MNT_DETACH, MNT_EXPIRE, UMOUNT_NOFOLLOW.',
  'UpgradeConfiguration.apply': 'Of the first control plane that is upgraded.',
  'UpgradeConfiguration.node': 'Of every further node.',
  'UpgradeConfiguration.plan': 'Of the look at what can be upgraded.',
  'UpgradeConfiguration.diff': 'Of the comparison of manifests.',
  kubernetesVersion: 'Version to upgrade to.',
  allowExperimentalUpgrades: 'Also to alpha and beta versions.',
  allowRCUpgrades: 'Also to release candidates.',
  printConfig: 'Print the configuration that is used.',
  certificateRenewal: 'Renew certificates as well.',
  etcdUpgrade: 'Upgrade etcd as well.',
  forceUpgrade: 'Go on against checks that would stop it.',
  'diff.contextLines': 'Lines around each difference.',
};

/**
 * What a field is for.
 * @param path as of FieldGuide
 * @returns the text and the key that it stands under; undefined when there is none, which a test does not allow
 */
export function fieldText(kind: string, path: string): { readonly key: string; readonly text: string } | undefined {
  const words = [kind, ...path.split('.')];
  for (let from = 0; from < words.length; from++) {
    const key = words.slice(from).join('.');
    const text = texts[key];
    if (text !== undefined) return { key, text };
  }
  return undefined;
}

/** Every key of the table. */
export const fieldTextKeys: readonly string[] = Object.keys(texts);
