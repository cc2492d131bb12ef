/** Every field of both kinds of v1beta4 that `init` reads; kubeadm v1.36.3 takes it. */
export const fullConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
- token: abcdef.0123456789abcdef
  description: for the workers
  ttl: 48h
  usages: [authentication]
  groups: [system:bootstrappers:workers]
dryRun: true
nodeRegistration:
  name: Node-1
  criSocket: unix:///run/crio/crio.sock
  taints:
  - key: example.org/dedicated
    value: control
    effect: NoExecute
    timeAdded: "2030-01-01T00:00:00Z"
  kubeletExtraArgs:
  - name: v
    value: "4"
  ignorePreflightErrors: [Swap, NumCPU]
  imagePullPolicy: Always
  imagePullSerial: false
localAPIEndpoint:
  advertiseAddress: 10.1.1.1
  bindPort: 7443
certificateKey: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
skipPhases: [addon/kube-proxy]
patches:
  directory: /etc/kubernetes/patches
timeouts:
  controlPlaneComponentHealthCheck: 1m
  kubeletHealthCheck: 2m
  kubernetesAPICall: 30s
  etcdAPICall: 1m30s
  tlsBootstrap: 3m
  discovery: 500ms
  upgradeManifests: 1h
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: 1.36.3
controlPlaneEndpoint: api.example.org:7443
clusterName: blue
certificatesDir: /etc/pki
imageRepository: registry.example.org/k8s
featureGates:
  RootlessControlPlane: false
encryptionAlgorithm: ECDSA-P384
certificateValidityPeriod: 720h
caCertificateValidityPeriod: 7200h
networking:
  serviceSubnet: 10.96.0.0/16,fd00:1::/112
  podSubnet: 10.244.0.0/16,fd00:2::/56
  dnsDomain: blue.local
etcd:
  local:
    imageRepository: registry.example.org/etcd
    imageTag: 3.6.8-1
    dataDir: /data/etcd
    extraArgs:
    - name: quota-backend-bytes
      value: "4294967296"
    extraEnvs:
    - name: ETCD_DEBUG
      value: "1"
    serverCertSANs: [etcd.example.org]
    peerCertSANs: [10.1.1.9]
apiServer:
  extraArgs:
  - name: audit-log-path
    value: /var/log/audit.log
  - name: audit-log-path
    value: "-"
  extraVolumes:
  - name: audit
    hostPath: /var/log/audit
    mountPath: /var/log
    readOnly: true
    pathType: DirectoryOrCreate
  extraEnvs:
  - name: POD
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: CPU
    valueFrom:
      resourceFieldRef:
        containerName: kube-apiserver
        resource: limits.cpu
        divisor: 1m
  certSANs: [API.example.org, 10.1.1.8]
controllerManager:
  extraArgs:
  - name: node-cidr-mask-size-ipv4
    value: "25"
  extraVolumes:
  - name: flex
    hostPath: /flex
    mountPath: /flex
  extraEnvs:
  - name: FILE
    valueFrom:
      fileKeyRef:
        volumeName: flex
        path: env
        key: FILE
        optional: true
scheduler:
  extraArgs:
  - name: v
    value: "2"
  extraVolumes: []
  extraEnvs:
  - name: HTTPS_PROXY
    value: http://user:secret@proxy:3128
dns:
  imageRepository: registry.example.org/dns
  imageTag: v1.14.3
  disabled: true
proxy:
  disabled: true
`;

/** The fields that cannot stand beside those above. */
export const externalEtcdConfiguration = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
etcd:
  external:
    endpoints: [https://10.1.1.2:2379]
    httpEndpoints: [http://10.1.1.2:2381]
    caFile: /etc/etcd/ca.crt
    certFile: /etc/etcd/client.crt
    keyFile: /etc/etcd/client.key
`;
