import { expect, test } from 'vitest';
import { runtimeProxy } from '../../../src/observe/preflight/runtime-proxy.ts';
import type { MemoryHost } from '../../fakes/memory-host.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, fitSpec, look } from './fit-machine.ts';

const proxy = 'http://proxy.example:3128';

/** A machine whose containerd was started with this environment, looked at with that one. */
function machineWith(environ: string, env: { readonly [name: string]: string }): MemoryHost {
  const host = fitMachine({ '/proc/812/environ': environ }, { env });
  host.services.services.set('containerd', { enabled: true, active: true, log: [] });
  host.exec.install('systemctl', { stdout: '812\n' });
  return host;
}

test('this command has a proxy and the runtime has none', async () => {
  const [found] = await look(runtimeProxy, machineWith('PATH=/usr/bin\0', { HTTPS_PROXY: proxy }));
  expect(found).toMatchObject({ name: 'RuntimeProxy', severity: 'warning' });
  expect(found?.message).toContain('registry.k8s.io');
  expect(found?.hint).toContain('/etc/systemd/system/containerd.service.d/http-proxy.conf');
});

test.each<[string, string, { readonly [name: string]: string }]>([
  ['the runtime has one too', `PATH=/bin\0HTTPS_PROXY=${proxy}\0`, { HTTPS_PROXY: proxy }],
  ['the registry is reached without', '', { HTTPS_PROXY: proxy, NO_PROXY: '.k8s.io' }],
  ['there is none', '', {}],
  ['it is no URL', '', { HTTPS_PROXY: 'ftp://x' }],
])('%s', async (_, environ, env) => {
  expect(await look(runtimeProxy, machineWith(environ, env))).toEqual([]);
});

test('no image will be pulled', async () => {
  const nodeRegistration = { ...fitSpec.nodeRegistration, imagePullPolicy: 'Never' as const };
  const host = machineWith('', { HTTPS_PROXY: proxy });
  expect(await look(runtimeProxy, host, initSpec({ ...fitSpec, nodeRegistration }))).toEqual([]);
});

test('nothing can be told of a runtime that does not run', async () => {
  const host = machineWith('', { HTTPS_PROXY: proxy });
  host.exec.install('systemctl', { stdout: '0\n' });
  expect(await look(runtimeProxy, host)).toEqual([]);
  host.services.services.delete('containerd');
  expect(await look(runtimeProxy, host)).toEqual([]);
});
