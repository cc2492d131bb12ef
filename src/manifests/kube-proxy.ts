import type { NodeFacts } from '../plan/facts.ts';
import type { JsonObject, KubeObject } from '../plan/json.ts';
import { configHashAnnotations } from '../spec/config-hash.ts';
import { controlPlaneEndpoint } from '../spec/endpoint.ts';
import { images } from '../spec/images.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { proxyEnv } from './env.ts';
import { type KubeProxyConfigSpec, kubeProxyConfiguration } from './kube-proxy-config.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { noPatches, type PatchSet } from './patch-files.ts';
import { applyPatches } from './patches.ts';
import {
  clusterRoleBinding,
  group,
  nodeBootstrapGroup,
  readerRole,
  roleBinding,
  serviceAccount,
  serviceAccountSubject,
} from './rbac.ts';

/** Name of everything that belongs to kube-proxy. */
const name = 'kube-proxy';
const namespace = 'kube-system';
const directory = '/var/lib/kube-proxy';

/** The objects of the kube-proxy addon in the order in which they are made. */
export function kubeProxy(
  spec: KubeProxyConfigSpec,
  node: NodeFacts,
  patches: PatchSet = noPatches,
): readonly ManifestObject[] {
  const all = objects(spec, node, patches);
  return [all.map, all.daemonSet, all.account, all.binding, all.role, all.roleBinding].map(converge);
}

/**
 * The same objects in the order in which `--print-manifest` shows them. They go into the user's hands: without the
 * proxies of this machine, and without the mark that lets an upgrade make the configuration anew.
 */
export function kubeProxyPrinted(
  spec: KubeProxyConfigSpec,
  node: NodeFacts,
  patches: PatchSet = noPatches,
): readonly KubeObject[] {
  const theirs = { ...spec, kubeProxy: { ...spec.kubeProxy, userSupplied: true } };
  const all = objects(theirs, { ...node, proxyEnv: [] }, patches);
  return [all.account, all.binding, all.role, all.roleBinding, all.map, all.daemonSet];
}

function objects(spec: KubeProxyConfigSpec, node: NodeFacts, patches: PatchSet) {
  return {
    account: serviceAccount(name, namespace),
    binding: clusterRoleBinding('kubeadm:node-proxier', 'system:node-proxier', [
      serviceAccountSubject(name, namespace),
    ]),
    role: readerRole(name, namespace, { resource: 'configmaps', name }),
    roleBinding: roleBinding(name, namespace, [group(nodeBootstrapGroup)]),
    map: configMap(spec),
    daemonSet: applyPatches('kubeproxydaemonset', daemonSet(spec, node), patches).object,
  };
}

/** Both values end without a newline; the hash annotation covers their exact bytes. */
function configMap(spec: KubeProxyConfigSpec): KubeObject {
  const data = {
    'config.conf': toYaml(kubeProxyConfiguration(spec)).trimEnd(),
    'kubeconfig.conf': kubeconfig(controlPlaneEndpoint(spec)),
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      labels: { app: name },
      ...configHashAnnotations(data, spec.kubeProxy.userSupplied),
    },
    data,
  };
}

/** The kubeconfig in the Pods: authority and token are those of their service account. Not sorted, as kubeadm's. */
function kubeconfig(server: string): string {
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- cluster:',
    `    certificate-authority: ${account}/ca.crt`,
    `    server: ${server}`,
    '  name: default',
    'contexts:',
    '- context:',
    '    cluster: default',
    '    namespace: default',
    '    user: default',
    '  name: default',
    'current-context: default',
    'users:',
    '- name: default',
    '  user:',
    `    tokenFile: ${account}/token`,
  ].join('\n');
}

function daemonSet(spec: KubeProxyConfigSpec, node: NodeFacts): KubeObject {
  const labels = { 'k8s-app': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: { metadata: { labels }, spec: podSpec(spec, node) },
    },
  };
}

function podSpec(spec: KubeProxyConfigSpec, node: NodeFacts): JsonObject {
  return {
    priorityClassName: 'system-node-critical',
    containers: [
      {
        name,
        image: images(spec.cluster)['kube-proxy'],
        imagePullPolicy: 'IfNotPresent',
        command: ['/usr/local/bin/kube-proxy', `--config=${directory}/config.conf`, '--hostname-override=$(NODE_NAME)'],
        securityContext: { privileged: true },
        volumeMounts: [
          { mountPath: directory, name },
          { mountPath: '/run/xtables.lock', name: 'xtables-lock' },
          { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
        ],
        env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, ...proxyEnv(node)],
      },
    ],
    hostNetwork: true,
    serviceAccountName: name,
    volumes: [
      { name, configMap: { name } },
      { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
      { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
    ],
    tolerations: [{ operator: 'Exists' }],
    nodeSelector: { 'kubernetes.io/os': 'linux' },
  };
}
