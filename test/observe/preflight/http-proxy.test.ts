import { expect, test } from 'vitest';
import { httpProxy, httpProxyCidr } from '../../../src/observe/preflight/http-proxy.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { fitMachine, look, short } from './fit-machine.ts';

const env = { HTTPS_PROXY: 'http://user:pass@proxy.example:3128' };
const cidr = (range: string) => httpProxyCidr('Pods', () => range);

test('no proxy, or one that leaves the address alone', async () => {
  expect(await look(httpProxy, fitMachine())).toEqual([]);
  expect(await look(httpProxy, fitMachine({}, { env: { ...env, NO_PROXY: '10.0.0.0/8' } }))).toEqual([]);
  expect(await look(cidr('10.96.0.0/12'), fitMachine({}, { env: { ...env, no_proxy: '10.96.0.0/12' } }))).toEqual([]);
});

test('a proxy in between is shown without its password', async () => {
  const [finding] = await look(httpProxy, fitMachine({}, { env }));
  expect(finding).toMatchObject({ name: 'HTTPProxy', severity: 'warning' });
  expect(finding?.message).toContain('proxy.example:3128');
  expect(JSON.stringify(finding)).not.toMatch(/pass|user/);
  expect(finding?.hint).toContain('add 10.0.0.10 to NO_PROXY');
});

test('an IPv6 address', async () => {
  const spec = initSpec({ localAPIEndpoint: { advertiseAddress: 'fd00::1', bindPort: 6443 } });
  expect(short(await look(httpProxy, fitMachine({}, { env }), spec))).toEqual(['warning HTTPProxy']);
});

test('ranges: each one for itself, broken ones are errors, none is fine', async () => {
  const host = fitMachine({}, { env: { ...env, NO_PROXY: '10.96.0.0/12' } });
  const findings = await look(cidr('10.96.0.0/12,fd00::/112'), host);
  expect(short(findings)).toEqual(['warning HTTPProxyCIDR']);
  expect(findings[0]?.hint).toContain('add fd00::/112 to NO_PROXY');
  expect(short(await look(cidr('10.96.0.0'), host))).toEqual(['error HTTPProxyCIDR']);
  expect(await look(cidr(''), host)).toEqual([]);
});

test('a proxy variable that is no URL', async () => {
  const [finding] = await look(httpProxy, fitMachine({}, { env: { HTTPS_PROXY: 'http://a b' } }));
  expect(finding?.message).toContain('HTTPS_PROXY cannot be used');
});
