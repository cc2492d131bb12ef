import { expect, test } from 'vitest';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { issueLines, refusal } from './issue-lines.ts';

const text = `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
apiServer:
  timeoutForControlPlane: 3m
  extraArgs:
    v: "4"
    audit-log-path: "-"
etcd:
  local:
    extraArgs: {quota: "1"}
---
apiVersion: kubeadm.k8s.io/v1beta3
kind: InitConfiguration
nodeRegistration:
  name: a
  kubeletExtraArgs: {z: "1", b: null}
`;

test('arguments are sorted by name, the time-out moves', () => {
  const { spec } = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] });
  expect(spec.cluster.apiServer.extraArgs).toEqual([
    { name: 'audit-log-path', value: '-' },
    { name: 'v', value: '4' },
  ]);
  expect(spec.cluster.etcd.local?.extraArgs).toEqual([{ name: 'quota', value: '1' }]);
  expect(spec.nodeRegistration.kubeletExtraArgs).toEqual([
    { name: 'b', value: '' },
    { name: 'z', value: '1' },
  ]);
  expect(spec.timeouts).toMatchObject({ controlPlaneComponentHealthCheck: 180_000, kubeletHealthCheck: 240_000 });
});

test('without an InitConfiguration the time-out has one made', () => {
  const alone = text.slice(0, text.indexOf('---'));
  const { spec } = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text: alone }, overrides: [] });
  expect(spec.timeouts.controlPlaneComponentHealthCheck).toBe(180_000);
});

test('it wins over the time-out of a v1beta4 InitConfiguration', () => {
  const mixed = text
    .replace('---\napiVersion: kubeadm.k8s.io/v1beta3', '---\napiVersion: kubeadm.k8s.io/v1beta4')
    .replace(/nodeRegistration[\s\S]*/, 'timeouts: {controlPlaneComponentHealthCheck: 9m, discovery: 8m}\n');
  const { spec } = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text: mixed }, overrides: [] });
  expect(spec.timeouts).toMatchObject({ controlPlaneComponentHealthCheck: 180_000, discovery: 480_000 });
});

test('complaints stand where things were written', () => {
  const bad = text
    .replace('    v: "4"', '    --v: "4"')
    .replace('timeoutForControlPlane: 3m', 'timeoutForControlPlane: 3x');
  expect(issueLines(refusal(bad), 'kubeadm.yaml')).toEqual([
    '5 apiServer.timeoutForControlPlane: this is no duration',
    '7 apiServer.extraArgs[0].name: the name of an argument comes without dashes',
  ]);
  const dashes = text.replace('    v: "4"', '    --v: "4"').replace('z: "1"', '-z: "1"');
  expect(issueLines(refusal(dashes), 'kubeadm.yaml')).toEqual([
    '7 apiServer.extraArgs[0].name: the name of an argument comes without dashes',
    '17 nodeRegistration.kubeletExtraArgs[0].name: the name of an argument comes without dashes',
  ]);
});
