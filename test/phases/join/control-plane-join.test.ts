import { expect, test } from 'vitest';
import { controlPlaneJoin } from '../../../src/phases/join/control-plane-join.ts';
import { controlPlanePrepare } from '../../../src/phases/join/control-plane-prepare.ts';
import { waitControlPlane } from '../../../src/phases/join/wait-control-plane.ts';
import { idsOf, planOf } from '../phase-context.ts';
import { joiningSpec } from './joining-spec.ts';

const spec = joiningSpec();

test('the node gets the labels and the taint of a control plane', () => {
  const mark = controlPlaneJoin.children!.find(({ name }) => name === 'mark-control-plane')!;
  expect(planOf(mark, spec).effects[0]).toMatchObject({
    operation: 'node-mark',
    input: {
      via: { kubeconfig: '/etc/kubernetes/admin.conf' },
      node: 'cp2',
      labels: { 'node-role.kubernetes.io/control-plane': '' },
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    },
  });
});

test('phases of older releases are there to be skipped, and do nothing', () => {
  const gone = controlPlaneJoin.children!.filter(({ hidden }) => hidden);
  expect(gone.map(({ name }) => name)).toEqual(['etcd', 'update-status']);
  for (const { steps } of gone) expect(steps).toBeUndefined();
});

test('the manifests of the three components are written, and their health is awaited together', () => {
  const pods = controlPlanePrepare.children!.find(({ name }) => name === 'control-plane')!;
  expect(idsOf(planOf(pods, spec))).toEqual([
    'write control-plane-prepare/control-plane:kube-apiserver:write',
    'write control-plane-prepare/control-plane:kube-controller-manager:write',
    'write control-plane-prepare/control-plane:kube-scheduler:write',
  ]);
  const waits = planOf(waitControlPlane, spec).effects;
  expect(waits.map(({ id, group }) => `${id} ${group}`)).toEqual([
    'wait-control-plane:kube-apiserver wait-control-plane',
    'wait-control-plane:kube-controller-manager wait-control-plane',
    'wait-control-plane:kube-scheduler wait-control-plane',
  ]);
  expect(waits[0]).toMatchObject({ probe: { url: 'https://10.0.0.11:6443/livez' } });
});

test('workers have none of it', () => {
  const worker = joiningSpec({ controlPlane: false });
  for (const phase of [...controlPlanePrepare.children!, ...controlPlaneJoin.children!, waitControlPlane]) {
    expect(phase.runIf!(worker)).toBe(false);
    expect(phase.runIf!(spec)).toBe(true);
  }
});
