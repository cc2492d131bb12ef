import { expect, test } from 'vitest';
import { externalEtcdClientCertificates, externalEtcdVersion } from '../../../src/observe/preflight/external-etcd.ts';
import { fitMachine, look, short } from './fit-machine.ts';

const etcd = {
  endpoints: ['https://e1:2379', 'https://e2:2379'],
  httpEndpoints: ['https://e1:2379/', 'https://e2:2379'],
  caFile: '/pki/ca.crt',
  certFile: '/pki/client.crt',
  keyFile: '/pki/client.key',
};
const version = (text: string) => ({
  status: 200,
  body: `{"etcdserver":"${text}","etcdcluster":"3.6.0"}`,
  headers: {},
});

test('ExternalEtcdVersion: new enough, too old, unreachable after four tries', async () => {
  const host = fitMachine({ '/pki/ca.crt': 'x', '/pki/client.crt': 'x', '/pki/client.key': 'x' });
  host.net.answers.set('https://e1:2379/version', version('3.6.8'));
  host.net.answers.set('https://e2:2379/version', version('3.5.24'));
  expect(await look(externalEtcdVersion(etcd), host)).toEqual([]);
  host.net.answers.set('https://e2:2379/version', version('3.5.9'));
  host.net.answers.delete('https://e1:2379/version');
  const findings = await look(externalEtcdVersion(etcd), host);
  expect(short(findings)).toEqual(['error ExternalEtcdVersion', 'error ExternalEtcdVersion']);
  expect(findings[0]?.message).toContain('ECONNREFUSED');
  expect(findings[1]?.message).toContain('3.5.9');
  expect(host.clock.sleeps).toEqual([5000, 5000, 5000]);
});

test('ExternalEtcdVersion: nobody is asked without the files that prove who asks', async () => {
  const host = fitMachine({ '/pki/ca.crt': 'x' });
  for (const endpoint of ['e1', 'e2']) host.net.answers.set(`https://${endpoint}:2379/version`, version('3.6.8'));
  const findings = await look(externalEtcdVersion(etcd), host);
  expect(short(findings)).toEqual(['error ExternalEtcdVersion']);
  expect(findings[0]?.message).toContain('/pki/client.crt, /pki/client.key do not exist');
  expect(host.clock.sleeps).toEqual([]);
});

test('ExternalEtcdClientCertificates: one finding for each missing file', async () => {
  const files = { '/pki/ca.crt': 'x', '/pki/client.crt': 'x', '/pki/client.key': 'x' };
  expect(await look(externalEtcdClientCertificates(etcd), fitMachine(files))).toEqual([]);
  const findings = await look(externalEtcdClientCertificates(etcd), fitMachine({ '/pki/ca.crt': 'x' }));
  expect(findings.map(({ about }) => about?.value)).toEqual(['/pki/client.crt', '/pki/client.key']);
  const none = { ...etcd, caFile: '', certFile: '', keyFile: '' };
  expect(await look(externalEtcdClientCertificates(none), fitMachine())).toEqual([]);
});
