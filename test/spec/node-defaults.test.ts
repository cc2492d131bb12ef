import { expect, test } from 'vitest';
import { loadInitSpec } from '../../src/spec/load-init.ts';

test.each([
  ['/run/x.sock', 'unix:///run/x.sock'],
  ['unix:/run/x.sock', 'unix:///run/x.sock'],
  ['unix:///run/x.sock', 'unix:///run/x.sock'],
  ['tcp://a', 'unix://tcp://a'],
])('socket %s is taken as %s', (value, wanted) => {
  const path = 'InitConfiguration.nodeRegistration.criSocket';
  const { spec } = loadInitSpec({ program: 'tsadm', overrides: [{ path, value, flag: 'cri-socket' }] });
  expect(spec.nodeRegistration.criSocket).toBe(wanted);
});

test.each([
  [null, null],
  [[], []],
  [[{ key: 'a', effect: 'NoSchedule', value: '' }], [{ key: 'a', effect: 'NoSchedule' }]],
])('taints %j are taken as %j', (value, wanted) => {
  const path = 'InitConfiguration.nodeRegistration.taints';
  const { spec } = loadInitSpec({ program: 'tsadm', overrides: [{ path, value, flag: 'x' }] });
  expect(spec.nodeRegistration.taints).toEqual(wanted);
});
