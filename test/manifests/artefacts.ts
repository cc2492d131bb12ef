import { apiServerPod } from '../../src/manifests/api-server-pod.ts';
import { bootstrapRbac } from '../../src/manifests/bootstrap-rbac.ts';
import { bootstrapTokenSecret, type KnownBootstrapToken } from '../../src/manifests/bootstrap-token.ts';
import { clusterConfig } from '../../src/manifests/cluster-config.ts';
import { clusterInfo, clusterInfoKubeconfig } from '../../src/manifests/cluster-info.ts';
import { controllerManagerPod } from '../../src/manifests/controller-manager-pod.ts';
import { coreDns } from '../../src/manifests/coredns.ts';
import { etcdPod } from '../../src/manifests/etcd-pod.ts';
import { kubeProxy } from '../../src/manifests/kube-proxy.ts';
import {
  kubeletConfigText,
  kubeletConfiguration,
  nodeKubeletConfiguration,
} from '../../src/manifests/kubelet-config.ts';
import { kubeletConfigMap } from '../../src/manifests/kubelet-config-map.ts';
import { kubeletEnvText } from '../../src/manifests/kubelet-env.ts';
import { instanceConfigText, usesInstanceConfig } from '../../src/manifests/kubelet-instance-config.ts';
import type { ManifestObject } from '../../src/manifests/manifest-object.ts';
import type { PatchSet } from '../../src/manifests/patch-files.ts';
import { noPatches } from '../../src/manifests/patch-files.ts';
import { applyPatches } from '../../src/manifests/patches.ts';
import { recommendations } from '../../src/manifests/recommendations.ts';
import { schedulerPod } from '../../src/manifests/scheduler-pod.ts';
import { staticPodYaml } from '../../src/manifests/static-pod.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { controlPlaneEndpoint } from '../../src/spec/endpoint.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import { type Case, cases } from './cases.ts';
import { factsOf } from './spec-builder.ts';

/** The CA as base64 of its PEM, where a text of the right shape will do. */
export const authorityData = 'LS0tLS1CRUdJTg==';

/** The files that a case leads to on a node, by name. */
export function filesOf({ spec, node, externalAuthority = false }: Case, patches: PatchSet = noPatches) {
  const pods = {
    'kube-apiserver': apiServerPod(spec, node),
    'kube-controller-manager': controllerManagerPod(spec, node, { externalAuthority }),
    'kube-scheduler': schedulerPod(spec, node),
    ...(spec.cluster.etcd.local === undefined ? {} : { etcd: etcdPod(spec) }),
  } as const;
  const files: Record<string, string> = {};
  for (const [name, pod] of Object.entries(pods)) {
    files[`${name}.yaml`] = staticPodYaml(applyPatches(name as keyof typeof pods, pod, patches).object);
  }
  const kubelet = nodeKubeletConfiguration(spec, node, kubeletConfiguration(spec), patches);
  files['config.yaml'] = kubeletConfigText(kubelet.object);
  if (usesInstanceConfig(spec.cluster)) files['instance-config.yaml'] = instanceConfigText(spec);
  files['kubeadm-flags.env'] = kubeletEnvText(spec, node);
  return files;
}

/** The objects that a case leads to in the cluster, by the phase that makes them. */
export function objectsOf({ spec, node }: Case, clusterConfiguration: JsonObject, patches: PatchSet = noPatches) {
  const { startedAt } = factsOf();
  return {
    'upload-config': [...clusterConfig(clusterConfiguration), ...kubeletConfigMap(spec)],
    'bootstrap-token': [
      ...spec.bootstrapTokens.map((token) => bootstrapTokenSecret(token as KnownBootstrapToken, startedAt)),
      ...bootstrapRbac(spec),
      ...clusterInfo(clusterInfoKubeconfig(controlPlaneEndpoint(spec), authorityData)),
    ],
    'addon-coredns': coreDns(spec, { patches }),
    'addon-kube-proxy': kubeProxy(spec, node, patches),
  } satisfies Record<string, readonly ManifestObject[]>;
}

/**
 * What a case makes otherwise than the case `default`, as texts by name of its golden; empty for what it does not make.
 * The stored ClusterConfiguration is not ours to test, hence a stand-in.
 */
export function goldensOf(one: Case): Readonly<Record<string, string>> {
  const made = textsOf(one);
  const usual = one === cases['default'] ? {} : textsOf(cases['default']!);
  const names = [...new Set([...Object.keys(made), ...Object.keys(usual)])].sort();
  return Object.fromEntries(names.filter((name) => made[name] !== usual[name]).map((name) => [name, made[name] ?? '']));
}

function textsOf(one: Case): Readonly<Record<string, string>> {
  const objects = Object.entries(objectsOf(one, { kind: 'ClusterConfiguration' })).map(([phase, list]) => [
    `objects-${phase}.yaml`,
    toYamlStream(list.map(({ object }) => object)),
  ]);
  const found = recommendations(one.spec).map(({ message }) => `${message}\n`);
  return {
    ...filesOf(one),
    ...Object.fromEntries(objects),
    ...(found.length === 0 ? {} : { 'recommendations.txt': found.join('') }),
  };
}
