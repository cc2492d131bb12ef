import { describe, expect, it } from 'vitest';
import { readAccess } from '../../src/host/kubeconfig-access.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const path = '/etc/kubernetes/admin.conf';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const server = 'https://10.0.0.1:6443';

function read(cluster: JsonObject, user: JsonObject, more: JsonObject = {}) {
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'other' }, { name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
    ...more,
  };
  const files = memoryFiles({
    [path]: JSON.stringify(config),
    '/etc/kubernetes/pki/ca.crt': 'ca file',
    '/var/lib/kubelet/client.pem': 'both',
    '/run/token': 'from file\n',
  });
  return readAccess(path, files, JSON.parse);
}

describe('readAccess', () => {
  it.each([
    ['nothing but a server', {}, {}, {}],
    [
      'data',
      { 'certificate-authority-data': base64('ca') },
      { 'client-key-data': base64('k') },
      { ca: 'ca', key: 'k' },
    ],
    ['files next to it', { 'certificate-authority': 'pki/ca.crt' }, {}, { ca: 'ca file' }],
    [
      'files elsewhere',
      {},
      { 'client-certificate': '/var/lib/kubelet/client.pem', 'client-key': '/var/lib/kubelet/client.pem' },
      { cert: 'both', key: 'both' },
    ],
    [
      'data before files',
      { 'certificate-authority': 'missing', 'certificate-authority-data': base64('ca') },
      {},
      { ca: 'ca' },
    ],
    ['a token', {}, { token: 't' }, { authorization: 'Bearer t' }],
    ['a token file before a token', {}, { token: 't', tokenFile: '/run/token' }, { authorization: 'Bearer from file' }],
    ['name and password', {}, { username: 'n', password: 'p' }, { authorization: `Basic ${base64('n:p')}` }],
    [
      'how to connect',
      { 'insecure-skip-tls-verify': true, 'tls-server-name': 'name', 'proxy-url': 'http://p:1' },
      {},
      { insecure: true, serverName: 'name', proxy: 'http://p:1' },
    ],
  ])('reads %s', async (_, cluster, user, expected) => {
    expect(await read(cluster, user)).toEqual({ server, insecure: false, ...expected });
  });

  it.each([
    ['has no current-context', {}, {}, { 'current-context': '' }],
    ['has no context "d"', {}, {}, { 'current-context': 'd' }],
    ['has a context without a cluster', {}, {}, { 'current-context': 'other' }],
    ['has no cluster "k"', {}, {}, { clusters: [] }],
    ['has no user "u"', {}, {}, { users: null }],
    ['names no server', { server: '' }, {}, {}],
    ['names /etc/kubernetes/no.crt as its certificate-authority', { 'certificate-authority': 'no.crt' }, {}, {}],
    ['uses a credential plugin (exec), which is not supported', {}, { exec: { command: 'aws' } }, {}],
    ['uses an auth-provider', {}, { 'auth-provider': { name: 'gcp' } }, {}],
    ['uses impersonation (as)', {}, { as: 'someone' }, {}],
  ])('refuses one that %s', async (why, cluster, user, more) => {
    const reading = read(cluster, user, more);
    await expect(reading).rejects.toMatchObject({ name: 'ApiError', status: 0, reason: 'NoKubeconfig' });
    await expect(reading).rejects.toThrow(`the kubeconfig ${path} ${why}`);
  });

  it('says that the file is missing, unreadable or not YAML, without quoting it', async () => {
    const files = memoryFiles({ '/bad': 'users: [{client-key-data: hunter2' });
    files.failAt('/locked', 'EACCES');
    const why = (at: string) => readAccess(at, files, JSON.parse).catch((error: Error) => error.message);
    expect(await why('/none')).toBe('the kubeconfig /none does not exist');
    expect(await why('/locked')).toBe('the kubeconfig /locked cannot be read (EACCES)');
    expect(await why('/bad')).toBe('the kubeconfig /bad is not valid YAML');
  });
});
