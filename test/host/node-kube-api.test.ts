import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { ApiError } from '../../src/host/kube-api.ts';
import { nodeKubeApis } from '../../src/host/node-kube-api.ts';
import { type FakeKube, fakeKube } from '../fakes/fake-kube-api.ts';
import { type KubeServer, serveKube, testKubeconfig } from '../fakes/kube-server.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { testTls } from '../fakes/test-tls.ts';

const tls = testTls();
const kubeconfig = '/etc/kubernetes/admin.conf';
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'kube-system' } };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'kube-system' } };

let fake: FakeKube;
let server: KubeServer;
beforeEach(async () => {
  fake = fakeKube();
  server = await serveKube(fake, tls);
  return () => server.close();
});

function apis(env: { readonly [name: string]: string } = {}, text = testKubeconfig(server.url, tls)) {
  const files = memoryFiles({ [kubeconfig]: text });
  const made = nodeKubeApis({ files, env, readYaml: JSON.parse });
  onTestFinished(() => made.closeAll());
  return Object.assign(made, { files });
}

function api(env?: { readonly [name: string]: string }, text?: string) {
  return apis(env, text).connect({ kubeconfig });
}

describe('requests', () => {
  it('apply as one field manager, by force', async () => {
    await (await api()).apply(configMap);
    expect(server.wire[0]).toMatchObject({
      method: 'PATCH',
      url: '/api/v1/namespaces/kube-system/configmaps/x?fieldManager=tsadm&force=true',
      headers: { 'content-type': 'application/apply-patch+yaml', accept: 'application/json', 'user-agent': 'tsadm' },
      client: 'kubernetes-admin',
    });
    expect(JSON.parse(server.wire[0]!.body)).toEqual(configMap);
  });

  it('go to the path of their kind', async () => {
    const client = await api();
    await client.get({ apiVersion: 'v1', kind: 'Node', name: 'n 1' });
    await client.get({ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'x' });
    await client.list({ apiVersion: 'v1', kind: 'Pod' }, { labels: 'a=b,c', fields: 'spec.nodeName=n' });
    await client.delete({ apiVersion: 'batch/v1', kind: 'Job', name: 'j', namespace: 'n' }, { uid: 'u' });
    expect(server.wire.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/nodes/n%201',
      'GET /apis/apps/v1/namespaces/default/daemonsets/x',
      'GET /api/v1/pods?labelSelector=a%3Db%2Cc&fieldSelector=spec.nodeName%3Dn',
      'DELETE /apis/batch/v1/namespaces/n/jobs/j',
    ]);
    expect(JSON.parse(server.wire[3]!.body)).toMatchObject({ kind: 'DeleteOptions', preconditions: { uid: 'u' } });
  });

  it('go one after the other over one connection', async () => {
    const client = await api();
    for (let round = 0; round < 5; round += 1) await client.raw('/healthz');
    expect(new Set(server.wire.map(({ connection }) => connection))).toEqual(new Set([1]));
  });

  it('go to the server of the Via instead of the one in the file', async () => {
    const there = apis({}, testKubeconfig('https://127.0.0.1:1', tls));
    const client = await there.connect({ kubeconfig, server: server.url });
    expect(await client.raw('/healthz')).toEqual({ status: 200, body: 'ok' });
  });

  it('keep the path in front of the server', async () => {
    await (await api({}, testKubeconfig(`${server.url}/clusters/one/`, tls))).raw('/healthz');
    expect(server.wire[0]?.url).toBe('/clusters/one/healthz');
  });

  it('ask the server, once, about kinds they do not know', async () => {
    const resources = [
      { name: 'things/status', kind: 'Thing', namespaced: true },
      { name: 'things', kind: 'Thing', namespaced: true },
    ];
    fake.answers.set('/apis/example.com/v1', {
      status: 200,
      body: JSON.stringify({ kind: 'APIResourceList', resources }),
    });
    const client = await api();
    const thing = { apiVersion: 'example.com/v1', kind: 'Thing', name: 't', namespace: 'n' };
    await expect(client.get(thing)).rejects.toMatchObject({ status: 404, reason: 'Http404' });
    await expect(client.delete(thing)).rejects.toMatchObject({ status: 404 });
    await expect(client.get({ ...thing, kind: 'Other' })).rejects.toMatchObject({ reason: 'UnknownKind' });
    expect(server.wire.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /apis/example.com/v1',
      'GET /apis/example.com/v1/namespaces/n/things/t',
      'DELETE /apis/example.com/v1/namespaces/n/things/t',
    ]);
  });
});

describe('failures', () => {
  it('carry status and reason of the server', async () => {
    fake.forbidden.push({ verb: 'get' });
    const getting = (await api()).get({ apiVersion: 'v1', kind: 'Node', name: 'n' });
    await expect(getting).rejects.toBeInstanceOf(ApiError);
    await expect(getting).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
    await expect(getting).rejects.toThrow(/^GET \/api\/v1\/nodes\/n: /);
  });

  it('never take the 404 of somebody else for an absent object', async () => {
    const client = await api();
    const ref = { apiVersion: 'v1', kind: 'Node', name: 'n' };
    for (const body of [
      '404 page not found',
      '<html>',
      JSON.stringify({ kind: 'Status', reason: 'NotFound', message: 'no' }),
    ]) {
      server.intercept = () => ({ status: 404, body });
      await expect(client.get(ref)).rejects.toMatchObject({ status: 404 });
      await expect(client.delete(ref)).rejects.toMatchObject({ status: 404 });
    }
    server.intercept = () => ({ status: 200, body: '<html>welcome</html>' });
    await expect(client.get(ref)).rejects.toMatchObject({ status: 200, reason: 'InvalidAnswer' });
  });

  it('carry the errno when nobody answers', async () => {
    await expect((await api({}, testKubeconfig('https://127.0.0.1:1', tls))).raw('/healthz')).rejects.toMatchObject({
      message: expect.stringContaining('GET https://127.0.0.1:1/healthz: connect ECONNREFUSED'),
      status: 0,
      reason: 'ECONNREFUSED',
    });
  });

  it('are not retried in secret', async () => {
    server.intercept = () => 'hang up';
    await expect((await api()).raw('/healthz')).rejects.toMatchObject({ status: 0, reason: 'ECONNRESET' });
    expect(server.wire).toHaveLength(1);
  });

  it('come in time', async () => {
    server.intercept = () => 'hang';
    await expect((await api()).raw('/healthz', { timeoutMs: 100 })).rejects.toMatchObject({
      message: `GET ${server.url}/healthz: no answer within 0.1 s`,
      status: 0,
      reason: 'ETIMEDOUT',
    });
  });

  it('come for a server that is not the right one', async () => {
    const other = testTls().ca.replace(/[A-Za-z0-9+/]{8}\n/, 'AAAAAAAA\n');
    const text = JSON.parse(testKubeconfig(server.url, tls));
    text.clusters[0].cluster['certificate-authority-data'] = undefined;
    await expect((await api({}, JSON.stringify(text))).raw('/healthz')).rejects.toMatchObject({ status: 0 });
    text.clusters[0].cluster['tls-server-name'] = 'someone-else';
    text.clusters[0].cluster['certificate-authority-data'] = Buffer.from(tls.ca).toString('base64');
    await expect((await api({}, JSON.stringify(text))).raw('/healthz')).rejects.toMatchObject({
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    text.clusters[0].cluster['certificate-authority-data'] = Buffer.from(other).toString('base64');
    await expect((await api({}, JSON.stringify(text))).raw('/healthz')).rejects.toMatchObject({ status: 0 });
  });

  it('do not quote what is secret', async () => {
    const client = await api();
    const details = {
      name: 'x',
      causes: [{ field: 'data[password]', reason: 'FieldValueInvalid', message: 'hunter2' }],
    };
    const status = { kind: 'Status', message: 'data: Invalid value: "hunter2"', reason: 'Invalid', details };
    server.intercept = () => ({ status: 422, body: JSON.stringify(status) });
    await expect(client.create(secret)).rejects.toMatchObject({
      message: 'POST /api/v1/namespaces/kube-system/secrets: data[password] FieldValueInvalid',
      reason: 'Invalid',
      fields: ['data[password]'],
    });
    await expect(client.create(configMap)).rejects.toThrow('Invalid value');
  });
});

describe('clients', () => {
  it('are the same for the same Via, and others when the file says something else', async () => {
    const there = apis();
    const one = await there.connect({ kubeconfig });
    expect(await there.connect({ kubeconfig })).toBe(one);
    expect(await there.connect({ kubeconfig, server: server.url })).not.toBe(one);
    const withToken = JSON.parse(testKubeconfig(server.url, tls));
    withToken.users[0].user = { token: 'fresh' };
    await there.files.write(kubeconfig, JSON.stringify(withToken), { mode: 0o600, directoryMode: 0o755 });
    const two = await there.connect({ kubeconfig });
    expect(two).not.toBe(one);
    await two.raw('/healthz');
    expect(server.wire[0]?.headers.authorization).toBe('Bearer fresh');
  });

  it('work again after they were closed', async () => {
    const there = apis();
    await (await there.connect({ kubeconfig })).raw('/healthz');
    await there.closeAll();
    expect(await (await there.connect({ kubeconfig })).raw('/healthz')).toMatchObject({ status: 200 });
  });
});

describe('a proxy', () => {
  async function proxy(): Promise<{ readonly url: string; readonly asked: string[] }> {
    const asked: string[] = [];
    const listener = createServer().on('connect', (request, client: Socket) => {
      asked.push(request.url!);
      const target = connect(server.port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(target).pipe(client);
      });
      for (const socket of [client, target]) socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      listener.close();
      listener.closeAllConnections();
    });
    return { url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`, asked };
  }

  it('of the environment is used, with one tunnel for many requests', async () => {
    const { url, asked } = await proxy();
    const client = await api({ HTTPS_PROXY: url }, testKubeconfig('https://api.test:6443', tls));
    await client.raw('/healthz');
    expect(await client.raw('/healthz')).toEqual({ status: 200, body: 'ok' });
    expect(asked).toEqual(['api.test:6443']);
    expect(server.wire[0]?.client).toBe('kubernetes-admin');
  });

  it('of the kubeconfig wins, also over NO_PROXY', async () => {
    const { url, asked } = await proxy();
    const text = JSON.parse(testKubeconfig('https://api.test:6443', tls));
    text.clusters[0].cluster['proxy-url'] = url;
    const client = await api({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' }, JSON.stringify(text));
    expect(await client.raw('/healthz')).toMatchObject({ status: 200 });
    expect(asked).toEqual(['api.test:6443']);
  });

  it('is gone around for this machine', async () => {
    expect(await (await api({ HTTPS_PROXY: 'http://127.0.0.1:1' })).raw('/healthz')).toMatchObject({ status: 200 });
  });

  it('is blamed without its password', async () => {
    const client = await api({ HTTPS_PROXY: 'http://me:hunter2@127.0.0.1:1' }, testKubeconfig('https://api.test', tls));
    const error = await client.raw('/healthz').catch((error) => error);
    expect(error).toMatchObject({
      status: 0,
      reason: 'ECONNREFUSED',
      message: expect.stringContaining('the proxy 127.0.0.1:1'),
    });
    expect(error.message).not.toContain('hunter2');
  });
});
