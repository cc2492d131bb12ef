import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/plan/json.ts';
import { dnsRelease, installedDns } from '../../../src/spec/corefile/installed-dns.ts';
import { installedCoreDns } from '../../observe/preflight/installed-core-dns.ts';

const [map, deployment] = installedCoreDns('v1.13.1', 'x') as [KubeObject, KubeObject];

test('the Corefile, and the release of what runs', () => {
  expect(installedDns(map, [deployment])).toEqual({ corefile: 'x', tag: 'v1.13.1', deployment });
  expect(installedDns(map, [])).toEqual({ corefile: 'x', tag: '', deployment: undefined });
  expect(dnsRelease('v1.13.1')).toBe('1.13.1');
});

test('without the ConfigMap nobody asks for the release', () => {
  expect(installedDns(undefined, [deployment])).toEqual({ corefile: undefined, tag: '', deployment });
});

test('problems', () => {
  expect(installedDns(map, [deployment, deployment])).toEqual({ problem: expect.stringContaining('several') });
  expect(installedDns({ ...map, data: { other: 'x' } }, [])).toEqual({
    problem: expect.stringContaining('no Corefile'),
  });
});
