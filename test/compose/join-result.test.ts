import { expect, test } from 'vitest';
import { joinReport } from '../../src/compose/join-result.ts';
import { joinResult } from '../../src/schemas/join-result.ts';
import { externalEtcd, joiningSpec } from '../phases/join/joining-spec.ts';

function report(
  ...[spec, outcome = 'succeeded']: [Parameters<typeof joinReport>[0]['spec'], ('succeeded' | 'unchanged')?]
) {
  const result = JSON.parse(JSON.stringify(joinReport({ outcome, spec })));
  expect(joinResult.parse(result)).toEqual(result);
  return result;
}

test('a control plane brings a member of etcd', () => {
  expect(report(joiningSpec())).toEqual({
    node: 'cp2',
    role: 'control-plane',
    server: 'https://lb:6443',
    kubernetesVersion: joiningSpec().cluster.kubernetesVersion,
    etcdMember: 'cp2',
  });
});

test('a worker and an external etcd bring none', () => {
  expect(report(joiningSpec({ controlPlane: false }))).toMatchObject({ role: 'worker', etcdMember: null });
  expect(report(joiningSpec({ cluster: { etcd: externalEtcd } }))).toMatchObject({ etcdMember: null });
});

test('a finished run that is given again tells what needs no cluster', () => {
  expect(report({ ...joiningSpec(), found: undefined }, 'unchanged')).toEqual({ node: 'cp2', role: 'control-plane' });
});
