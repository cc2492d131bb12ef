import { expect, test } from 'vitest';
import { availableUpgrades, upgradeLabels } from '../../src/spec/available-upgrades.ts';

test.each<[string, string, string | undefined, readonly string[]]>([
  ['v1.36.1', 'v1.36.3', 'v1.37.0', ['version in the v1.36 series: v1.36.3', 'stable version: v1.37.0']],
  ['v1.36.3', 'v1.36.3', 'v1.37.0', ['stable version: v1.37.0']],
  ['v1.37.0', 'v1.37.0', undefined, []],
  // A version that was asked for stands under the cluster's own series, whatever its minor (kubeadm 1.37.0).
  ['v1.36.3', 'v1.37.0', undefined, ['version in the v1.36 series: v1.37.0']],
  ['v1.37.0', 'v1.36.3', undefined, []],
])('%s with %s and %s', (cluster, series, next, wanted) => {
  const found = availableUpgrades(cluster, { series, next });
  expect(found.map(({ description, version }) => `${description}: ${version}`)).toEqual(wanted);
});

test('the labels that are asked for', () => {
  expect(upgradeLabels('v1.36.3')).toEqual({ series: 'stable-1.36', next: 'stable-1.37' });
});
