import type { CaseOf } from '../case.ts';

type Files = { readonly [name: string]: string };

const directory = '/etc/my patches';

const podTargets = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const otherTargets = ['kubeletconfiguration', 'corednsdeployment', 'kubeproxydaemonset'];

function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

function patched(files: Files): ReturnType<CaseOf> {
  return { init: { patches: { directory } }, files: below(directory, files) };
}

const annotation = (value: string) => `metadata: {annotations: {patched: "${value}"}}\n`;

const jsonPatch = '[{"op": "add", "path": "/metadata/labels", "value": {"patched": "yes"}}]';

const refused = (naming: RegExp, step = 'control-plane all') => ({ refuses: { step, naming } });

/** Patches of every target and type. A target that the minor does not know is ignored by both. */
export const patches: { readonly [name: string]: CaseOf } = {
  'strategic patches of every target': () => ({
    ...patched({
      ...Object.fromEntries(
        podTargets.map((target) => [
          `${target}.yaml`,
          [
            'metadata: {annotations: {patched: "yes"}}',
            'spec:',
            '  containers:',
            `  - name: ${target}`,
            '    env: [{name: NEW, value: "1"}]',
            '    volumeMounts:',
            '    - {mountPath: /new, name: new}',
            '    - {mountPath: /etc/ssl/certs, $patch: delete}',
            '    resources: {requests: {cpu: 300m}, limits: {memory: 2Gi}}',
            '  - {name: side, image: side}',
            '  volumes:',
            '  - {name: new, emptyDir: {}}',
            '  - {name: ca-certs, $patch: delete}',
            '  securityContext: {$patch: replace, runAsUser: 5}',
            '  tolerations: [{operator: Exists}]',
            '',
          ].join('\n'),
        ]),
      ),
      'kubeletconfiguration.yaml': 'syncFrequency: 60s\nevictionHard: {a: "1"}\nclusterDNS: [2.2.2.2]\nmaxPods: 7\n',
      'corednsdeployment.json': JSON.stringify({
        spec: {
          replicas: 3,
          template: {
            spec: {
              containers: [{ name: 'coredns', resources: { limits: { memory: '1Gi' } } }],
              tolerations: [{ operator: 'Exists' }],
            },
          },
        },
      }),
      'kubeproxydaemonset.yaml': `spec: {template: {${annotation('yes').trim()}}}\n`,
    }),
    covers: ['patches: strategic, every target'],
  }),
  'merge patches of every target': () => ({
    ...patched({
      ...Object.fromEntries(
        podTargets.map((target) => [
          `${target}+merge.json`,
          '{"metadata":{"annotations":null,"labels":{"tier":null,"new":"1"}},"spec":{"dnsPolicy":"Default","hostNetwork":false}}',
        ]),
      ),
      'kubeletconfiguration+merge.yaml':
        'maxPods: 99\nclusterDNS: [1.1.1.1]\nresolvConf: null\ncontainerRuntimeEndpoint: unix:///patched.sock\n',
      'corednsdeployment+merge.yaml': 'spec: {template: {spec: {containers: [{name: coredns, image: mine}]}}}\n',
      'kubeproxydaemonset+merge.yaml': annotation('merge'),
    }),
    systemdResolved: true,
    covers: ['patches: merge, every target'],
  }),
  'JSON patches of every target': () => ({
    ...patched({
      ...Object.fromEntries(
        podTargets.map((target) => [
          `${target}+json.yaml`,
          [
            '- op: add',
            '  path: /spec/containers/0/command/-',
            '  value: --patched=json',
            '- {op: test, path: /kind, value: Pod}',
            '- {op: copy, from: /metadata/name, path: /metadata/labels/copied}',
            '- {op: move, from: /metadata/labels/tier, path: /metadata/labels/moved}',
            '- {op: replace, path: /spec/priority, value: 5}',
            '- {op: remove, path: /spec/priorityClassName}',
            '',
          ].join('\n'),
        ]),
      ),
      'kubeletconfiguration+json.json': '[{"op":"add","path":"/maxPods","value":11}]',
      'corednsdeployment+json.json': jsonPatch,
      'kubeproxydaemonset+json.json': jsonPatch,
    }),
    covers: ['patches: JSON, every target'],
  }),
  'patches in their order': () => ({
    ...patched({
      'kube-apiserver0+json.yaml': '- {op: add, path: /metadata/labels/new, value: x}\n',
      'kube-apiserver1+merge.json': '{"metadata":{"labels":{"new":"y"}}}',
      'kube-apiserver2.yaml': 'metadata: {labels: {second: "2"}}\n---\nspec: {priority: 5}\n---\nspec: {priority: 6}\n',
      'kube-scheduler.dots.in+merge.name.yaml': 'spec: {tolerations: [{operator: Exists}]}\n',
      'sub/kube-scheduler9.yaml': annotation('below'),
      'a/kube-scheduler.yaml': annotation('first'),
      'kube-scheduler+merge.yaml': '',
      'kube-controller-manager+strategic+json.yaml': annotation('a second type is not looked at'),
      'README.md': 'not a patch',
      'kube-apiserver.txt': 'nor this',
      'other-target.yaml': 'a: b',
    }),
    covers: ['patches: order, sub-folders and names'],
  }),
  'patches of a type that is none': () => ({
    ...patched({ 'etcd+odd.yaml': annotation('x') }),
    ...refused(/odd/, 'etcd local'),
  }),
  'patches that are no YAML': () => ({
    ...patched({ 'kube-scheduler.yaml': 'a: [b\n' }),
    ...refused(/kube-scheduler\.yaml/, 'etcd local'),
  }),
  'a JSON patch that does not apply': () => ({
    ...patched({ 'kube-scheduler+json.yaml': '[{op: remove, path: /not/there}]' }),
    ...refused(/not\/there/),
  }),
  'a folder of patches that is not there': () => ({
    init: { patches: { directory: '/not/there' } },
    ...refused(/\/not\/there/, 'etcd local'),
  }),
  'a folder of patches behind a link': () => ({
    ...patched({ 'kube-scheduler.yaml': annotation('x') }),
    init: { patches: { directory: '/srv/link' } },
    prepare: `mkdir -p /srv && ln -s '${directory}' /srv/link`,
    ...refused(/\/srv\/link/, 'etcd local'),
  }),
  'a folder of patches behind a link, with a slash': () => ({
    ...patched({ 'kube-scheduler.yaml': annotation('x') }),
    init: { patches: { directory: '/srv/link/' } },
    prepare: `mkdir -p /srv && ln -s '${directory}' /srv/link`,
  }),
  'patches that are links': () => ({
    ...patched({ 'kube-scheduler.yaml': annotation('x') }),
    prepare: [
      `mkdir -p /srv/sub && echo '${annotation('y')}' >/srv/file`,
      `ln -s /srv/file '${directory}/etcd.yaml'`,
      `ln -s /srv/sub '${directory}/sub'`,
      `ln -s /srv/none '${directory}/none'`,
    ].join('\n'),
    covers: ['patches: order, sub-folders and names'],
  }),
  'a patch that is a link to nothing': () => ({
    ...patched({ 'kube-scheduler.yaml': annotation('x') }),
    prepare: `ln -s /srv/none '${directory}/etcd.yaml'`,
    ...refused(/etcd\.yaml/, 'etcd local'),
  }),
  'an empty folder of patches': () => ({
    init: { patches: { directory } },
    prepare: `mkdir -p '${directory}'`,
  }),
};

/** Names of patch targets, for the coverage table. */
export const patchTargets: readonly string[] = [...podTargets, ...otherTargets];
