/** A patches folder with one of everything, by file name; those for an absent target are harmless. */
export const patchFiles: Readonly<Record<string, string>> = {
  'etcd.yaml': 'metadata:\n  annotations:\n    patched: "yes"\n',
  'kube-apiserver0+json.yaml':
    '- op: add\n  path: /spec/containers/0/command/-\n  value: --patched=json\n- {op: replace, path: /metadata/labels/new, value: x}\n',
  'kube-apiserver1+merge.json': '{"metadata":{"annotations":null},"spec":{"dnsPolicy":"Default"}}',
  'kube-apiserver2.yaml': [
    'spec:',
    '  containers:',
    '  - name: kube-apiserver',
    '    env:',
    '    - {name: NEW, value: "1"}',
    '    volumeMounts:',
    '    - {mountPath: /new, name: new}',
    '    - {mountPath: /etc/ssl/certs, $patch: delete}',
    '    resources: {requests: {cpu: 300m}, limits: {memory: 2Gi}}',
    '  volumes:',
    '  - {name: new, emptyDir: {}}',
    '---',
    'spec: {priority: 5}',
    '',
  ].join('\n'),
  'kube-controller-manager+strategic.json': '{"spec":{"securityContext":{"$patch":"replace","runAsUser":5}}}',
  'kube-scheduler.dots.in+merge.name.yaml': 'spec: {tolerations: [{operator: Exists}]}\n',
  'kubeletconfiguration+merge.yaml':
    'maxPods: 99\nclusterDNS: [1.1.1.1]\ncontainerRuntimeEndpoint: unix:///patched.sock\n',
  'kubeletconfiguration0.yaml': 'syncFrequency: 60s\nevictionHard: {a: "1"}\nclusterDNS: [2.2.2.2]\n',
  'corednsdeployment.yaml':
    'spec: {template: {spec: {containers: [{name: coredns, resources: {limits: {memory: 1Gi}}}], tolerations: [{operator: Exists}]}}}\n',
  'kubeproxydaemonset+json.json': '[{"op":"add","path":"/metadata/labels/patched","value":"yes"}]',
  'README.md': 'not a patch',
  'kube-scheduler+merge.yaml': '',
};
