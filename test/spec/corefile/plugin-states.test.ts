import { expect, test } from 'vitest';
import { optionState, pluginsOf, releasesBetween } from '../../../src/spec/corefile/plugin-states.ts';
import { releaseChanges } from '../../../src/spec/corefile/release-changes.ts';
import { minorFacts, servedMinors } from '../../../src/spec/versions.ts';

test('a release has what those before it have, but for what it changed', () => {
  expect(pluginsOf('1.1.3').size).toBe(0);
  const { state, options } = pluginsOf('1.7.1').get('kubernetes')!;
  expect(state).toBe('known');
  expect(Object.fromEntries(options)).toMatchObject({ upstream: 'removed', endpoint: 'ignored', pods: 'known' });
  expect(pluginsOf('1.8.0').get('kubernetes')!.options.has('upstream')).toBe(false);
  expect(pluginsOf('1.5.0').get('proxy')!.state).toBe('removed');
  expect(pluginsOf('1.5.1').has('proxy')).toBe(false);
  expect(pluginsOf('1.7.0').get('cache')!.options.has('serve_stale')).toBe(false);
  expect(pluginsOf('1.9.4').get('cache')!.options.get('serve_stale')).toBe('known');
});

test('lines of hosts are entries', () => {
  const hosts = pluginsOf('1.14.2').get('hosts')!;
  expect(['10.0.0.1', 'fe80:0::1', 'ttl'].map((name) => optionState('hosts', hosts, name))).toEqual([
    'known',
    'known',
    'known',
  ]);
  expect(optionState('hosts', hosts, 'other')).toBeUndefined();
  expect(optionState('cache', pluginsOf('1.14.2').get('cache')!, '10.0.0.1')).toBeUndefined();
});

test('the way between releases, and where there is none', () => {
  expect(releasesBetween('1.7.0', '1.8.3')).toEqual(['1.7.1', '1.8.0', '1.8.3']);
  expect(releasesBetween('1.8.3', '1.8.3')).toHaveProperty('problem');
  expect(releasesBetween('1.8.3', '1.7.0')).toEqual({ problem: expect.stringContaining('not newer') });
  expect(releasesBetween('1.8.1', '1.9.0')).toEqual({ problem: expect.stringContaining('"1.8.1"') });
});

test.each(Object.values(servedMinors))('the CoreDNS of Kubernetes %s is among the releases', (minor) => {
  expect(Object.keys(releaseChanges)).toContain(minorFacts(`v${minor}.0`).coreDnsTag.replace('v', ''));
});
