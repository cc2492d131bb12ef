import { expect, test } from 'vitest';
import { controlPlaneEndpoint, localEndpoint, splitEndpoint } from '../../src/spec/endpoint.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';

test.each([
  ['a', 'a', undefined],
  ['a:1', 'a', 1],
  ['a:', 'a', undefined],
  ['10.0.0.1:443', '10.0.0.1', 443],
  ['fd00::1', 'fd00::1', undefined],
  ['fd00::1:443', 'fd00::1:443', undefined],
  ['[fd00::1]:443', 'fd00::1', 443],
])('%s', (endpoint, host, port) => expect(splitEndpoint(endpoint)).toEqual({ host, port }));

test.each([
  ['', '10.1.1.1', 'https://10.1.1.1:7443'],
  ['', 'fd00::1', 'https://[fd00::1]:7443'],
  ['api', '10.1.1.1', 'https://api:7443'],
  ['api:443', '10.1.1.1', 'https://api:443'],
  ['fd00::5', '10.1.1.1', 'https://[fd00::5]:7443'],
])('endpoint %j at %s', (endpoint, advertiseAddress, url) => {
  const { spec } = loadInitSpec({
    program: 'tsadm',
    overrides: [{ path: 'ClusterConfiguration.controlPlaneEndpoint', value: endpoint, flag: 'e' }],
  });
  const resolved = { ...spec, localAPIEndpoint: { advertiseAddress, bindPort: 7443 } };
  expect(controlPlaneEndpoint(resolved)).toBe(url);
  expect(localEndpoint(resolved)).toMatch(/:7443$/);
});
