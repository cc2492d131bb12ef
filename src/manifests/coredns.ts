import type { JsonObject, KubeObject } from '../plan/json.ts';
import { dnsServiceAddress } from '../spec/addresses.ts';
import { images } from '../spec/images.ts';
import type { ClusterConfiguration } from '../spec/types.ts';
import { corefile } from './corefile.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { noPatches, type PatchSet } from './patch-files.ts';
import { applyPatches } from './patches.ts';
import { clusterRole, clusterRoleBinding, serviceAccount, serviceAccountSubject } from './rbac.ts';

const name = 'coredns';
const namespace = 'kube-system';
const clusterRoleName = 'system:coredns';
/** Older than CoreDNS: kept so that selectors and dashboards go on working. */
const labels = { 'k8s-app': 'kube-dns' };

interface CoreDnsSpec {
  readonly cluster: ClusterConfiguration;
}

/** What an existing installation adds. */
export interface CoreDnsOptions {
  /** The Deployment that is there: its number of replicas is kept. */
  readonly existing?: KubeObject;
  readonly patches?: PatchSet;
}

/**
 * The objects of the CoreDNS addon in the order in which they are made. A Corefile that is there already is the
 * user's.
 */
export function coreDns(spec: CoreDnsSpec, options: CoreDnsOptions = {}): readonly ManifestObject[] {
  const { map, role, binding, account, deployment, service } = objects(spec, options);
  return [{ object: map, policy: 'create-if-absent' }, ...[role, binding, account, deployment, service].map(converge)];
}

/** The same objects in the order in which `--print-manifest` shows them. */
export function coreDnsPrinted(spec: CoreDnsSpec, options: CoreDnsOptions = {}): readonly KubeObject[] {
  const { map, role, binding, account, deployment, service } = objects(spec, options);
  return [deployment, map, service, role, binding, account];
}

function objects(spec: CoreDnsSpec, { existing, patches = noPatches }: CoreDnsOptions) {
  const { cluster } = spec;
  return {
    deployment: applyPatches('corednsdeployment', deployment(cluster, replicasOf(existing)), patches).object,
    map: configMap(cluster),
    service: service(cluster),
    role: clusterRole(clusterRoleName, [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ]),
    binding: clusterRoleBinding(clusterRoleName, clusterRoleName, [serviceAccountSubject(name, namespace)]),
    account: serviceAccount(name, namespace),
  };
}

function configMap(cluster: ClusterConfiguration): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { Corefile: corefile(cluster.networking.dnsDomain) },
  };
}

function service(cluster: ClusterConfiguration): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace,
      labels: { ...labels, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' },
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    spec: {
      selector: labels,
      clusterIP: dnsServiceAddress(cluster.networking.serviceSubnet),
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}

function replicasOf(deployment: KubeObject | undefined): number {
  const spec = deployment?.['spec'] as { readonly replicas?: number } | undefined;
  return spec?.replicas ?? 2;
}

function deployment(cluster: ClusterConfiguration, replicas: number): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(images(cluster).coredns) },
    },
  };
}

function podSpec(image: string): JsonObject {
  return {
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: name,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
              topologyKey: 'kubernetes.io/hostname',
            },
          },
        ],
      },
    },
    tolerations: [
      { key: 'CriticalAddonsOnly', operator: 'Exists' },
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
    ],
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    containers: [container(image)],
    dnsPolicy: 'Default',
    volumes: [{ name: 'config-volume', configMap: { name, items: [{ key: 'Corefile', path: 'Corefile' }] } }],
  };
}

function container(image: string): JsonObject {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
    args: ['-conf', '/etc/coredns/Corefile'],
    volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
    ports: [
      { containerPort: 53, name: 'dns', protocol: 'UDP' },
      { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
      { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
      { containerPort: 8080, name: 'liveness-probe', protocol: 'TCP' },
      { containerPort: 8181, name: 'readiness-probe', protocol: 'TCP' },
    ],
    livenessProbe: {
      httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
      initialDelaySeconds: 60,
      timeoutSeconds: 5,
      successThreshold: 1,
      failureThreshold: 5,
    },
    readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  };
}
