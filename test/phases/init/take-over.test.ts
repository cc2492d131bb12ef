import { describe, expect, it } from 'vitest';
import { takeOver } from '../../../src/phases/init/take-over.ts';
import type { LeftBehind } from '../../../src/plan/left-behind.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { idsOf, planOf } from '../phase-context.ts';

function left(more: Partial<LeftBehind> = {}): LeftBehind {
  const [run, folder] = ['R1', '/var/lib/tsadm/runs/R1'];
  return { run, folder, begun: new Set(['certs/ca:write']), files: ['/a'], folders: [], criSocket: undefined, ...more };
}

describe('take-over', () => {
  it('removes files, and the journal last; nothing is stopped that was not started', () => {
    const phase = takeOver([left(), left({ run: 'R2', folder: '/runs/R2', files: ['/a', '/b'] })])!;
    expect(idsOf(planOf(phase, initSpec(), { files: { '/a': 'a', '/b': 'b' } }))).toEqual([
      'remove take-over:/a',
      'remove take-over:/b',
      'remove take-over:journal/R1',
      'remove take-over:journal/R2',
    ]);
  });

  it('stops what was started, where it was started, before its data go', () => {
    const begun = new Set(['kubelet-start:start', 'wait-control-plane:kube-apiserver']);
    const phase = takeOver([left({ begun, folders: ['/data'], criSocket: 'unix:///run/crio/crio.sock' })])!;
    const plan = planOf(phase, initSpec(), { files: { '/a': 'a' } });
    expect(idsOf(plan).slice(0, 4)).toEqual([
      'call take-over:kubelet',
      'call take-over:pods',
      'remove take-over:/data',
      'remove take-over:kubelet-certificate',
    ]);
    expect(plan.effects[1]).toMatchObject({ input: { criSocket: 'unix:///run/crio/crio.sock' } });
    expect(plan.effects[2]).toMatchObject({ contentsOnly: true });
  });

  it('never empties a folder that holds more than data of etcd', () => {
    const begun = new Set(['kubelet-start:start']);
    const plan = planOf(takeOver([left({ begun, folders: ['/var/lib'] })])!, initSpec(), { files: { '/a': 'a' } });
    expect(plan.effects).toEqual([]);
    expect(plan.refusals).toEqual([expect.stringContaining('/var/lib')]);
  });

  it.each([
    'wait-control-plane:cluster-admins',
    'upload-config/kubeadm:x',
    'mark-control-plane:node',
    'addon/coredns:x',
  ])('is not for a run that has begun %s', (id) => {
    expect(takeOver([left(), left({ begun: new Set(['certs/ca:write', id]) })])).toBeUndefined();
  });
});
