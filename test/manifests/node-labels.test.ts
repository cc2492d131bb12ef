import { describe, expect, it } from 'vitest';
import { controlPlaneNode, controlPlaneTaints, taintText } from '../../src/manifests/node-labels.ts';
import type { Taint } from '../../src/spec/types.ts';
import { initSpec } from './spec-builder.ts';

const ours = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

function marked(taints: readonly Taint[] | null, found: readonly Taint[]) {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1' },
    spec: { taints: found.map((t) => ({ ...t })) },
  };
  return controlPlaneNode(initSpec({ nodeRegistration: { taints } }), node).object;
}

describe('controlPlaneNode', () => {
  it('labels the node', () => {
    expect(marked(null, []).metadata).toEqual({
      name: 'cp1',
      labels: {
        'node-role.kubernetes.io/control-plane': '',
        'node.kubernetes.io/exclude-from-external-load-balancers': '',
      },
    });
  });

  it.each<[string, readonly Taint[] | null, readonly Taint[], unknown]>([
    ['the usual taint', null, [], { taints: [ours] }],
    ['none for an empty list', [], [notReady], undefined],
    ['others stay', null, [notReady], { taints: [ours, notReady] }],
    ['no taint twice', null, [notReady, ours], { taints: [ours, notReady] }],
    [
      'the user’s',
      [{ key: 'a', value: 'b', effect: 'NoExecute' }],
      [],
      { taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }] },
    ],
  ])('%s', (_, taints, found, spec) => {
    expect(marked(taints, found)['spec']).toEqual(spec);
  });
});

it('tells taints', () => {
  expect(controlPlaneTaints(initSpec()).map(taintText)).toEqual(['node-role.kubernetes.io/control-plane:NoSchedule']);
  expect(taintText({ key: 'a', value: 'b', effect: 'NoExecute' })).toBe('a=b:NoExecute');
  expect(taintText({ key: 'a', effect: '' })).toBe('a');
});
