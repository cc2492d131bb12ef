import { expect, test } from 'vitest';
import { observeNode } from '../../src/observe/node-facts.ts';
import { memoryHost } from '../fakes/memory-host.ts';

test('tells host name, proxy variables by name, and the CA folders that exist', async () => {
  const host = memoryHost({
    files: { '/etc/ca-certificates/x': '', '/usr/share/ca-certificates': { directory: true } },
    env: { no_proxy: '10.0.0.0/8', HTTPS_PROXY: 'http://proxy', HTTP_PROXY: '', My_Proxy: 'x', PATH: '/bin' },
  });
  expect(await observeNode(host, new Set(['systemd-resolved']))).toEqual({
    hostName: 'node-1',
    proxyEnv: [
      { name: 'HTTPS_PROXY', value: 'http://proxy' },
      { name: 'My_Proxy', value: 'x' },
      { name: 'no_proxy', value: '10.0.0.0/8' },
    ],
    systemdResolvedActive: false,
    caDirectories: ['/etc/ca-certificates', '/usr/share/ca-certificates'],
  });
});

test('sees systemd-resolved when it runs, and not without an init system', async () => {
  const host = memoryHost();
  host.services.services.set('systemd-resolved', { enabled: true, active: true, log: [] });
  expect((await observeNode(host, new Set(['systemd-resolved']))).systemdResolvedActive).toBe(true);
  expect((await observeNode(host, new Set())).systemdResolvedActive).toBe(false);
  host.services.init = undefined;
  expect((await observeNode(host, new Set(['systemd-resolved']))).systemdResolvedActive).toBe(false);
});
