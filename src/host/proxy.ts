import { BlockList, isIP } from 'node:net';

/** The environment as far as proxies go. */
export type ProxyEnv = { readonly [name: string]: string | undefined };

/**
 * The proxy a request goes through, or undefined. Reads the variables as Go programs do, since kubeadm, the kubelet and
 * the control plane read the same ones: upper case before lower case, NO_PROXY with names, `.suffix`, addresses, ranges and
 * ports, and never a proxy for this machine itself. Throws when the value that applies is not a URL.
 */
export function proxyFor(url: string | URL, env: ProxyEnv): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const value = either(env, secure ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (value === '') return undefined;
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (goesDirect(host, port === '' ? (secure ? '443' : '80') : port, either(env, 'NO_PROXY'))) return undefined;
  return parseProxy(value);
}

/** A proxy value as a URL; a missing scheme means http. The message never repeats the value: it may hold a password. */
export function parseProxy(value: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) throw new Error('the proxy in the environment is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`proxies of kind ${url.protocol.slice(0, -1)} are not supported, only http and https`);
  }
  return url;
}

/** The header with the name and password of a proxy URL, when it has them. */
export function proxyAuthorization(proxy: URL): { readonly [header: string]: string } {
  if (proxy.username === '' && proxy.password === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function either(env: ProxyEnv, name: string): string {
  return (env[name] || env[name.toLowerCase()] || '').trim();
}

function goesDirect(host: string, port: string, noProxy: string): boolean {
  if (host === 'localhost' || isLoopback(host)) return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry === '*' || (entry !== '' && entryCovers(entry, host, port)));
}

function entryCovers(entry: string, host: string, port: string): boolean {
  if (entry.includes('/')) return rangeCovers(entry, host);
  const { name, onlyPort } = splitPort(entry);
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && rangeCovers(`${name}/${isIP(name) === 4 ? 32 : 128}`, host);
  const suffix = name.replace(/^\*(?=\.)/, '');
  if (suffix.startsWith('.')) return host.endsWith(suffix);
  return host === suffix || host.endsWith(`.${suffix}`);
}

function splitPort(entry: string): { readonly name: string; readonly onlyPort?: string } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(entry);
  if (bracketed !== null) return { name: bracketed[1]!, ...(bracketed[2] && { onlyPort: bracketed[2] }) };
  const named = /^([^:]+):(\d+)$/.exec(entry);
  return named === null ? { name: entry } : { name: named[1]!, onlyPort: named[2]! };
}

function rangeCovers(range: string, host: string): boolean {
  const family = isIP(host);
  const [network = '', length = ''] = range.split('/');
  if (family === 0 || isIP(network) !== family || !/^\d{1,3}$/.test(length)) return false;
  if (Number(length) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function isLoopback(host: string): boolean {
  return rangeCovers('127.0.0.0/8', host) || rangeCovers('::1/128', host);
}
