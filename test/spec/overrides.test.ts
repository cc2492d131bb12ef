import { expect, test } from 'vitest';
import { applyOverrides, placeOverrides } from '../../src/spec/overrides.ts';

test('overrides are put where they belong, on the way making what is missing', () => {
  const overrides = placeOverrides([
    { path: 'InitConfiguration.bootstrapTokens[0].token', value: 'a', flag: 'token' },
    { path: 'InitConfiguration.nodeRegistration.name', value: 'b', flag: '--node-name' },
    { path: 'InitConfiguration.nodeRegistration.criSocket', value: '', flag: 'cri-socket' },
  ]);
  expect(overrides.map(({ target, path, flag }) => [target, path.join('.'), flag])).toEqual([
    ['InitConfiguration', 'bootstrapTokens.0.token', '--token'],
    ['InitConfiguration', 'nodeRegistration.name', '--node-name'],
  ]);
  const document = { nodeRegistration: { name: 'x', taints: [] }, bootstrapTokens: null };
  expect(applyOverrides(document, overrides)).toEqual({
    nodeRegistration: { name: 'b', taints: [] },
    bootstrapTokens: [{ token: 'a' }],
  });
  expect(document.nodeRegistration.name).toBe('x');
});

test('lists replace lists, but ignored checks are united', () => {
  const overrides = placeOverrides([
    { path: 'X.nodeRegistration.ignorePreflightErrors', value: ['b'], flag: 'i' },
    { path: 'X.skipPhases', value: ['b'], flag: 's' },
  ]);
  const document = { nodeRegistration: { ignorePreflightErrors: ['a'] }, skipPhases: ['a'] };
  expect(applyOverrides(document, overrides)).toEqual({
    nodeRegistration: { ignorePreflightErrors: ['a', 'b'] },
    skipPhases: ['b'],
  });
});
