import { describe, expect, test } from 'vitest';
import { externalAuthorities, externalAuthorityLooks, externalCertificate } from '../../src/pki/external-authority.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { exampleSpec, factsOf, hour, present, startedAt, textOf, written } from './example.ts';

const spec = exampleSpec({ controlPlaneEndpoint: 'lb.example.com:7443' });
const complete = written(spec);

function judge(changes: { readonly [path: string]: string | undefined }, given = spec, now = startedAt) {
  const files = new Map<string, FileFact>(complete);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) files.delete(path);
    else files.set(path, present(text));
  }
  const facts = { ...factsOf(externalAuthorityLooks(given), files), startedAt: now };
  const { external, issues, warnings } = externalAuthorities(given, facts);
  return { external, issues: issues.map(({ file, message }) => [file, message]), warnings };
}

test('with all keys nothing is external', () => {
  expect(judge({})).toEqual({ external: [], issues: [], warnings: [] });
});

describe.each([
  ['ca', '/pki/ca.key'],
  ['front-proxy-ca', '/pki/front-proxy-ca.key'],
  ['etcd-ca', '/pki/etcd/ca.key'],
])('%s', (name, key) => {
  test('is external without its key, and complete with all that it signs', () => {
    expect(judge({ [key]: undefined })).toEqual({ external: [name], issues: [], warnings: [] });
  });
});

test('all three at once', () => {
  const keys = { '/pki/ca.key': undefined, '/pki/front-proxy-ca.key': undefined, '/pki/etcd/ca.key': undefined };
  expect(judge(keys).external).toEqual(['ca', 'front-proxy-ca', 'etcd-ca']);
});

test('everything that is missing is told', () => {
  const { issues } = judge({
    '/pki/ca.key': undefined,
    '/pki/apiserver.crt': undefined,
    '/pki/apiserver-kubelet-client.key': undefined,
    '/kc/scheduler.conf': undefined,
    '/pki/front-proxy-ca.key': undefined,
    '/pki/front-proxy-client.crt': 'junk',
    '/pki/front-proxy-client.key': 'junk',
  });
  expect(issues).toEqual([
    ['/pki/apiserver.crt', 'apiserver: /pki/apiserver.crt is missing'],
    ['/pki/apiserver-kubelet-client.key', 'apiserver-kubelet-client: /pki/apiserver-kubelet-client.key is missing'],
    ['/kc/scheduler.conf', '/kc/scheduler.conf is missing'],
    ['/pki/front-proxy-client.crt', expect.stringContaining('is no use: it holds no certificate')],
    ['/pki/front-proxy-client.key', expect.stringContaining('is no use: it holds no unencrypted')],
  ]);
});

test.each<[string, { readonly [path: string]: string | undefined }, string]>([
  [
    'signed by another CA',
    { '/pki/apiserver.crt': textOf(complete, '/pki/etcd/server.crt') },
    'is not signed by the CA',
  ],
  ['a kubeconfig of another cluster', { '/kc/admin.conf': 'kind: Config\n' }, '/kc/admin.conf is no use'],
])('without the key of the cluster CA: %s', (_, changes, message) => {
  const { issues } = judge({ '/pki/ca.key': undefined, ...changes });
  expect(issues).toEqual([[Object.keys(changes)[0], expect.stringContaining(message)]]);
});

test('expired certificates do not count', () => {
  const { issues } = judge({ '/pki/front-proxy-ca.key': undefined }, spec, startedAt + 9000 * hour);
  expect(issues).toEqual([['/pki/front-proxy-client.crt', expect.stringContaining('has expired')]]);
});

test('keys need not fit: kubeadm 1.36.3 does not ask', () => {
  const other = textOf(complete, '/pki/sa.key');
  expect(judge({ '/pki/ca.key': undefined, '/pki/apiserver.key': other }).issues).toEqual([]);
});

describe('is not external', () => {
  test.each([
    ['a certificate that is not that of a CA', textOf(complete, '/pki/apiserver.crt')],
    ['junk', 'junk'],
  ])('%s', (_, text) => {
    expect(judge({ '/pki/ca.key': undefined, '/pki/ca.crt': text }).external).toEqual([]);
  });

  test('a CA with a key that is junk', () => {
    expect(judge({ '/pki/ca.key': 'junk' }).external).toEqual([]);
  });

  test('the etcd CA when etcd itself is external', () => {
    const etcd = { external: { endpoints: ['https://e:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' } };
    const given = exampleSpec({ controlPlaneEndpoint: 'lb.example.com:7443', etcd });
    expect(judge({ '/pki/etcd/ca.key': undefined }, given).external).toEqual([]);
  });
});

test('other servers in kubeconfigs only warn; a kubelet may go through the endpoint of the cluster', () => {
  const admin = textOf(complete, '/kc/admin.conf');
  const kubelet = textOf(complete, '/kc/kubelet.conf');
  const changes = {
    '/pki/ca.key': undefined,
    '/kc/admin.conf': admin.replace('lb.example.com', 'other'),
    '/kc/kubelet.conf': kubelet.replace('10.1.2.3:6443', 'lb.example.com:7443'),
  };
  expect(judge(changes)).toEqual({
    external: ['ca'],
    issues: [],
    warnings: ['/kc/admin.conf is kept although it names https://other:7443, not https://lb.example.com:7443'],
  });
});

test('the certificate of an external CA', () => {
  const facts = factsOf(
    externalAuthorityLooks(spec),
    new Map([...complete].filter(([path]) => path !== '/pki/ca.key')),
  );
  expect(externalCertificate('ca', spec, facts)?.pem).toBe(textOf(complete, '/pki/ca.crt'));
  expect(externalCertificate('etcd-ca', spec, facts)).toBeUndefined();
});
