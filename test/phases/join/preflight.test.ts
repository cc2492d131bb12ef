import { expect, test } from 'vitest';
import { preflight } from '../../../src/phases/join/preflight.ts';
import type { Phase } from '../../../src/plan/phase.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import { idsOf, planOf } from '../phase-context.ts';
import { joiningSpec } from './joining-spec.ts';

const phase = preflight as unknown as Phase<InitSpec>;

test('a worker needs no images', () => {
  expect(planOf(phase, joiningSpec({ controlPlane: false })).effects).toEqual([]);
});

test('a control plane pulls its images', () => {
  expect(idsOf(planOf(phase, joiningSpec()))).toEqual(['call preflight:images']);
});

test('a cluster without an endpoint that stays gets no further control plane', () => {
  const { effects, refusals } = planOf(phase, joiningSpec({ cluster: { controlPlaneEndpoint: '' } }));
  expect(effects).toEqual([]);
  expect(refusals).toEqual([expect.stringMatching(/^the cluster has no controlPlaneEndpoint/)]);
});

test('only a control plane is checked twice', () => {
  const checks = preflight.checks as (spec: InitSpec) => string | undefined;
  expect(checks(joiningSpec())).toBe('join-control-plane');
  expect(checks(joiningSpec({ controlPlane: false }))).toBeUndefined();
});
