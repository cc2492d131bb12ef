import { describe, expect, it } from 'vitest';
import { parseProxy, proxyAuthorization, proxyFor } from '../../src/host/proxy.ts';

const proxy = 'http://proxy:3128';
const hosts: readonly [string, string, 'proxy' | 'direct'][] = [
  // NO_PROXY, URL, which way
  ['', 'https://10.0.0.1:6443/x', 'proxy'],
  ['', 'https://localhost:6443', 'direct'],
  ['', 'https://127.0.0.1:6443', 'direct'],
  ['', 'https://127.9.9.9:6443', 'direct'],
  ['', 'https://[::1]:6443', 'direct'],
  ['*', 'https://example.com', 'direct'],
  ['example.com', 'https://example.com', 'direct'],
  ['example.com', 'https://EXAMPLE.com', 'direct'],
  ['example.com', 'https://api.example.com', 'direct'],
  ['example.com', 'https://notexample.com', 'proxy'],
  ['.example.com', 'https://api.example.com', 'direct'],
  ['.example.com', 'https://example.com', 'proxy'],
  ['*.example.com', 'https://api.example.com', 'direct'],
  ['*.example.com', 'https://example.com', 'proxy'],
  [' a , example.com ,b', 'https://example.com', 'direct'],
  ['example.com:6443', 'https://example.com:6443', 'direct'],
  ['example.com:6443', 'https://example.com', 'proxy'],
  ['example.com:443', 'https://example.com', 'direct'],
  ['.svc,.cluster.local', 'https://kubernetes.default.svc', 'direct'],
  ['10.0.0.1', 'https://10.0.0.1:6443', 'direct'],
  ['10.0.0.1', 'https://10.0.0.10:6443', 'proxy'],
  ['10.0.0.1:6443', 'https://10.0.0.1:6443', 'direct'],
  ['10.0.0.1:80', 'https://10.0.0.1:6443', 'proxy'],
  ['10.0.0.0/8', 'https://10.200.3.4:6443', 'direct'],
  ['10.0.0.0/8', 'https://11.0.0.1:6443', 'proxy'],
  ['10.96.0.0/12,192.168.0.0/16', 'https://192.168.7.10', 'direct'],
  ['10.0.0.0/33', 'https://10.0.0.1', 'proxy'],
  ['10.0.0.0/', 'https://10.0.0.1', 'proxy'],
  ['10.0.0.0/8', 'https://ten.example.com', 'proxy'],
  ['fd00::/8', 'https://[fd00:1::2]:6443', 'direct'],
  ['fd00::/8', 'https://[2001:db8::1]:6443', 'proxy'],
  ['fd00::1', 'https://[fd00::1]:6443', 'direct'],
  ['fd00:0::1', 'https://[fd00::1]:6443', 'direct'],
  ['[fd00::1]:6443', 'https://[fd00::1]:6443', 'direct'],
  ['[fd00::1]:6444', 'https://[fd00::1]:6443', 'proxy'],
  [',,', 'https://example.com', 'proxy'],
];

describe('proxyFor', () => {
  it.each(hosts)('NO_PROXY=%s %s goes %s', (noProxy, url, way) => {
    const found = proxyFor(url, { HTTPS_PROXY: proxy, NO_PROXY: noProxy });
    expect(found === undefined ? 'direct' : 'proxy').toBe(way);
  });

  it.each([
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:1' }, 'https://x.y', 'a:1'],
    [{ HTTPS_PROXY: '', https_proxy: 'http://b:1' }, 'https://x.y', 'b:1'],
    [{ https_proxy: 'b:1' }, 'https://x.y', 'b:1'],
    [{ http_proxy: 'http://b:1' }, 'https://x.y', undefined],
    [{ HTTP_PROXY: 'http://b:1' }, 'http://x.y', 'b:1'],
    [{ HTTPS_PROXY: 'http://b:1' }, 'http://x.y', undefined],
    [{ HTTPS_PROXY: 'http://b:1', no_proxy: 'x.y' }, 'https://x.y', undefined],
    [{}, 'https://x.y', undefined],
  ])('%j for %s is %s', (env, url, host) => {
    expect(proxyFor(url, env as { [name: string]: string })?.host).toBe(host);
  });
});

describe('parseProxy', () => {
  it('refuses what is not an HTTP proxy without repeating it', () => {
    expect(() => parseProxy('socks5://user:hunter2@x:1')).toThrow(/^proxies of kind socks5 are not supported/);
    expect(() => parseProxy('http://user:hunter2@[')).toThrow(/^the proxy in the environment is not a URL$/);
  });

  it('gives name and password as a header', () => {
    expect(proxyAuthorization(parseProxy('http://proxy:1'))).toEqual({});
    const header = `Basic ${Buffer.from('me:a@b').toString('base64')}`;
    expect(proxyAuthorization(parseProxy('me:a%40b@proxy:1'))).toEqual({ 'proxy-authorization': header });
  });
});
