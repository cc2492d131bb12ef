import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.ts';
import { nodeNet } from '../../src/host/node-net.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { testTls } from '../fakes/test-tls.ts';
import { temporaryFolder } from './temporary.ts';

const tls = testTls();
const options = { timeoutMs: 5000 };

async function serve(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections?.();
  });
  return (server.address() as AddressInfo).port;
}

const http = async (listener: RequestListener) => `http://127.0.0.1:${await serve(createHttp(listener))}`;
const https = async (listener: RequestListener) =>
  `https://127.0.0.1:${await serve(createHttps({ ...tls.server, ca: tls.ca, requestCert: true, rejectUnauthorized: false }, listener))}`;

function net(env: { readonly [name: string]: string } = {}, files = memoryFiles()) {
  return nodeNet({ env, files });
}

/** A proxy that notes what it is asked for; every target of a tunnel is really on loopback. */
async function proxy(): Promise<{ readonly url: string; readonly asked: string[]; readonly port: number }> {
  const asked: string[] = [];
  const server = createHttp((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    response.end('from the proxy');
  });
  server.on('connect', (request, client: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (request.url!.startsWith('forbidden')) return client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const target = connect(Number(request.url!.split(':').pop()), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
    return undefined;
  });
  const port = await serve(server);
  return { url: `http://127.0.0.1:${port}`, asked, port };
}

describe('httpGet', () => {
  it('gives status, body and headers, whatever the status', async () => {
    const url = await http((_, response) => response.writeHead(500, { 'x-a': '1' }).end('[+]ping ok\n[-]etcd failed'));
    const answer = await net().httpGet(`${url}/livez?verbose`, options);
    expect(answer).toMatchObject({ status: 500, body: '[+]ping ok\n[-]etcd failed', headers: { 'x-a': '1' } });
  });

  it('checks certificates unless told otherwise', async () => {
    const url = await https((_, response) => response.end('ok'));
    expect(await net().httpGet(url, options)).toEqual({ error: expect.stringMatching(/certificate/) });
    expect(await net().httpGet(url, { ...options, insecure: true })).toMatchObject({ status: 200, body: 'ok' });
    expect(await net().httpGet(url, { ...options, ca: tls.ca })).toMatchObject({ status: 200, body: 'ok' });
    const wrongName = await net().httpGet(url.replace('127.0.0.1', '127.0.0.2'), { ...options, ca: tls.ca });
    expect(wrongName).toHaveProperty('error');
  });

  it('trusts the CA bundle of the system, wherever it lies', async () => {
    const url = await https((_, response) => response.end('ok'));
    const debian = memoryFiles({ '/etc/ssl/certs/ca-certificates.crt': tls.ca });
    const fedora = memoryFiles({ '/etc/pki/tls/certs/ca-bundle.crt': tls.ca });
    const own = memoryFiles({ '/opt/ca.pem': tls.ca, '/etc/ssl/certs/ca-certificates.crt': '' });
    const folder = memoryFiles({ '/opt/certs/a.pem': tls.ca, '/opt/certs/README': 'no certificate' });
    expect(await net({}, debian).httpGet(url, options)).toMatchObject({ status: 200 });
    expect(await net({}, fedora).httpGet(url, options)).toMatchObject({ status: 200 });
    expect(await net({ SSL_CERT_FILE: '/opt/ca.pem' }, own).httpGet(url, options)).toMatchObject({ status: 200 });
    expect(await net({ SSL_CERT_DIR: '/opt/certs' }, folder).httpGet(url, options)).toMatchObject({ status: 200 });
  });

  it('shows a client certificate', async () => {
    const url = await https((request, response) => {
      response.end((request.socket as import('node:tls').TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody');
    });
    expect(await net().httpGet(url, { ...options, insecure: true })).toMatchObject({ body: 'nobody' });
    const shown = await net().httpGet(url, { ...options, insecure: true, ...tls.client });
    expect(shown).toMatchObject({ body: 'kubernetes-admin' });
  });

  it('follows redirects, but not without end and not out of TLS', async () => {
    const to =
      (location: string): RequestListener =>
      (_, response) =>
        response.writeHead(302, { location }).end();
    const end = await http((request, response) => response.end(request.url));
    const start = await http(to(`${end}/stable.txt`));
    expect(await net().httpGet(start, options)).toMatchObject({ status: 200, body: '/stable.txt' });
    expect(await net().httpGet(await http(to('/again')), options)).toEqual({ error: 'more than 10 redirects' });
    const secure = await https(to(`${end}/x`));
    const refused = await net().httpGet(secure, { ...options, insecure: true });
    expect(refused).toEqual({ error: `redirected to ${end}, which is not https` });
  });

  it('is over in time, also when the body never ends', async () => {
    const silent = await http(() => {});
    const dripping = await http((_, response) => response.write('a'));
    for (const url of [silent, dripping]) {
      expect(await net().httpGet(url, { timeoutMs: 100 })).toEqual({ error: 'no answer within 0.1 s' });
    }
  });

  it('says in one line what was wrong', async () => {
    const mute = createServer((socket) => socket.end('nonsense\r\n'));
    const url = `http://127.0.0.1:${await serve(mute)}`;
    expect(await net().httpGet(url, options)).toEqual({ error: expect.stringMatching(/^[^\n]+$/) });
    expect(await net().httpGet('ftp://x/', options)).toEqual({ error: 'ftp: URLs are not supported' });
    expect(await net().httpGet('nonsense', options)).toHaveProperty('error');
    expect(await net().httpGet('http://no-such-name.invalid/', options)).toHaveProperty('error');
  });

  it('goes through a proxy, with a tunnel for https', async () => {
    const { url, asked, port } = await proxy();
    const target = await https((_, response) => response.end('ok'));
    const targetPort = new URL(target).port;
    const env = { HTTP_PROXY: url.replace('//', '//me:hunter2@'), HTTPS_PROXY: url };
    expect(await net(env).httpGet('http://api.test/x?y', options)).toMatchObject({ body: 'from the proxy' });
    const tunnelled = await net(env).httpGet(`https://api.test:${targetPort}/`, { ...options, ca: tls.ca });
    expect(tunnelled).toMatchObject({ status: 200, body: 'ok' });
    expect(asked).toEqual([
      `GET http://api.test/x?y Basic ${Buffer.from('me:hunter2').toString('base64')}`,
      `CONNECT api.test:${targetPort}`,
    ]);
    const refused = await net(env).httpGet('https://forbidden:6443/', options);
    expect(refused).toEqual({ error: `the proxy 127.0.0.1:${port} answered 403 to a tunnel to forbidden:6443` });
  });

  it('goes around the proxy when direct, excepted, or on this machine', async () => {
    const { url, asked } = await proxy();
    const target = await http((_, response) => response.end('ok'));
    expect(await net({ HTTP_PROXY: url }).httpGet(target, options)).toMatchObject({ body: 'ok' });
    const excepted = { HTTP_PROXY: url, NO_PROXY: '.invalid' };
    expect(await net(excepted).httpGet('http://x.invalid/', options)).toHaveProperty('error');
    expect(await net({ HTTP_PROXY: url }).httpGet('http://x.invalid/', { ...options, direct: true })).toHaveProperty(
      'error',
    );
    expect(asked).toEqual([]);
  });

  it('never shows the password of a proxy', async () => {
    const env = { HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:1', HTTP_PROXY: 'http://me:hunter2@127.0.0.1:1' };
    for (const url of ['https://api.test/', 'http://api.test/']) {
      const answer = await net(env).httpGet(url, options);
      expect(answer).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
      expect(JSON.stringify(answer)).not.toContain('hunter2');
    }
  });
});

describe('canConnect', () => {
  it('finds sockets below the root, also behind a link', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'run'));
    mkdirSync(join(root, 'var'));
    symlinkSync('/run', join(root, 'var/run'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'run/some.sock'), resolve));
    onTestFinished(() => {
      server.close();
    });
    const rooted = nodeNet({ root, env: {}, files: nodeFiles({ root }) });
    expect(await rooted.canConnect('/var/run/some.sock')).toBe(true);
    expect(await rooted.canConnect(join(root, 'run/some.sock'))).toBe(false);
  });
});
