import type { Release } from '../../lab/versions.ts';
import { corefiles } from './corefiles.ts';
import type { Experiment, LiveObject } from './experiment.ts';

/** These look at the machine, which has no kubelet and no runtime; they have states of their own (../preflight). */
const otherChecks = 'SystemVerification,ContainerRuntimeVersion,KubeletHealthy,UpgradeSpace';

/** The commands whose doings are compared. */
function commandsOf({ kubernetes }: Release) {
  return {
    phase: `upgrade apply phase addon coredns ${kubernetes}`,
    plan: `upgrade plan ${kubernetes} --ignore-preflight-errors=${otherChecks}`,
    apply: `upgrade apply ${kubernetes} --yes --ignore-preflight-errors=${otherChecks}`,
    init: 'init phase addon coredns --config /case/config.yaml',
  };
}

const namespace = 'kube-system';
const labels = { 'k8s-app': 'kube-dns' };

export function configMap(data: { readonly [key: string]: string }): LiveObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace } as LiveObject['metadata'],
    data,
  };
}

/** A Deployment of CoreDNS with a given image. */
export function deployment(image: string, { name = 'coredns', replicas = 2 } = {}): LiveObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels } as LiveObject['metadata'],
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'coredns',
          containers: [
            {
              name: 'coredns',
              image,
              args: ['-conf', '/etc/coredns/Corefile'],
              volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
            },
          ],
          volumes: [
            { name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } },
          ],
        },
      },
    },
  };
}

function imageOf(tag: string): string {
  return `registry.k8s.io/coredns/coredns:${tag}`;
}

/** Clusters with CoreDNS in many states, and what is done with them. */
export function dnsExperiments(release: Release): readonly Experiment[] {
  const { phase, plan, apply, init } = commandsOf(release);
  const usual = corefiles.find(({ name }) => name === 'the default of today')!.text;
  const edited = corefiles.find(({ name }) => name === 'a stub domain of its own')!.text;
  const oldOptions = corefiles.find(({ name }) => name === 'options that were removed')!.text;
  const both = [plan, phase];
  const withTag = (tag: string, text = edited) => [configMap({ Corefile: text }), deployment(imageOf(tag))];
  return [
    ...corefiles.map(({ name, text, tag = '1.6.2' }) => ({
      name: `Corefile: ${name}`,
      objects: withTag(tag, text),
      commands: both,
    })),
    ...corefiles.slice(0, 6).map(({ name, text, tag = '1.6.2' }) => ({
      name: `init phase, Corefile: ${name}`,
      objects: withTag(tag, text),
      commands: [init],
    })),
    { name: 'nothing there', objects: [], commands: both },
    { name: 'init phase, nothing there', objects: [], commands: [init] },
    { name: 'no ConfigMap', objects: [deployment(imageOf('v1.11.1'), { replicas: 3 })], commands: both },
    { name: 'no Deployment, Corefile edited', objects: [configMap({ Corefile: edited })], commands: both },
    { name: 'no Deployment, old default', objects: [configMap({ Corefile: corefiles[0]!.text })], commands: both },
    { name: 'no Deployment, removed options', objects: [configMap({ Corefile: oldOptions })], commands: both },
    { name: 'no key Corefile', objects: [configMap({ other: 'x' }), deployment(imageOf('v1.11.1'))], commands: both },
    {
      name: 'two Deployments',
      objects: [...withTag('v1.11.1'), deployment(imageOf('v1.11.1'), { name: 'other' })],
      commands: both,
    },
    {
      name: 'a Deployment of another name',
      objects: [configMap({ Corefile: edited }), deployment(imageOf('v1.11.1'), { name: 'other', replicas: 5 })],
      commands: both,
    },
    {
      name: 'replicas changed',
      objects: [configMap({ Corefile: edited }), deployment(imageOf('v1.11.1'), { replicas: 4 })],
      commands: both,
    },
    { name: 'tag with a v, Corefile edited', objects: withTag('v1.11.1'), commands: both },
    { name: 'tag with a v, removed options', objects: withTag('v1.6.7', oldOptions), commands: both },
    { name: 'tag of the target', objects: withTag(`v${release.coredns}`), commands: both },
    { name: 'tag of the target, removed options', objects: withTag(`v${release.coredns}`, oldOptions), commands: both },
    {
      name: 'tag of the target, old default',
      objects: withTag(`v${release.coredns}`, corefiles[0]!.text),
      commands: both,
    },
    { name: 'newer than the target', objects: withTag('v1.99.0'), commands: both },
    { name: 'known and newer than most targets', objects: withTag('v1.14.4'), commands: both },
    { name: 'custom tag', objects: withTag('v1.11.3-custom'), commands: both },
    { name: 'custom tag, default of today', objects: withTag('v1.11.3-custom', usual), commands: both },
    { name: 'custom tag, init phase', objects: withTag('v1.11.3-custom'), commands: [init] },
    { name: 'latest', objects: withTag('latest'), commands: both },
    { name: 'no tag', objects: [configMap({ Corefile: edited }), deployment('example.org/coredns')], commands: both },
    {
      name: 'a digest and no tag',
      objects: [configMap({ Corefile: edited }), deployment(`example.org:5000/coredns@sha256:${'a'.repeat(64)}`)],
      commands: both,
    },
    {
      name: 'a digest after the tag',
      objects: [configMap({ Corefile: edited }), deployment(`${imageOf('v1.11.1')}@sha256:${'a'.repeat(64)}`)],
      commands: both,
    },
    {
      name: 'checks ignored, custom tag',
      objects: withTag('v1.11.3-custom'),
      commands: [`${plan},CoreDNSMigration,CoreDNSUnsupportedPlugins`],
    },
    {
      name: 'checks ignored in lower case, unknown plugin',
      objects: withTag('v1.11.3', '.:53 {\n    template IN A x\n}\n'),
      commands: [`${plan},corednsunsupportedplugins`],
    },
    {
      name: 'the whole upgrade, unknown plugin',
      objects: withTag('v1.11.3', '.:53 {\n    template IN A x\n}\n'),
      commands: [apply],
    },
    { name: 'the whole upgrade, custom tag', objects: withTag('v1.11.3-custom'), commands: [apply] },
    { name: 'the whole upgrade, nothing there', objects: [], commands: [apply] },
    {
      name: 'dns disabled, nothing there',
      cluster: { dns: { disabled: true } },
      objects: [],
      commands: both,
    },
    {
      name: 'dns disabled, custom tag',
      cluster: { dns: { disabled: true } },
      objects: withTag('v1.11.3-custom'),
      commands: both,
    },
    {
      name: 'image tag of the configuration',
      cluster: { dns: { imageTag: 'v1.12.0' } },
      objects: withTag('v1.11.1'),
      commands: both,
    },
    {
      name: 'a ConfigMap with more in it, old default',
      objects: [configMap({ Corefile: corefiles[0]!.text, 'own.db': 'x' }), deployment(imageOf('1.6.2'))],
      commands: both,
      keeps: ['own.db'],
    },
    {
      name: 'a ConfigMap with more in it, removed options',
      objects: [configMap({ Corefile: oldOptions, 'own.db': 'x' }), deployment(imageOf('1.6.2'))],
      commands: both,
      keeps: ['own.db'],
    },
    { name: 'upgraded twice, removed options', objects: withTag('1.6.2', oldOptions), commands: [phase, phase] },
  ];
}
