import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { publicKeyDer } from '../../src/pki/keys.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import { exampleSpec, hour, startedAt, textOf, written } from './example.ts';
import { openssl } from './openssl.ts';

const files = written(exampleSpec());
const ca = textOf(files, '/pki/ca.crt');
const server = textOf(files, '/pki/etcd/server.crt');

test('a certificate as plain facts', () => {
  const { certificate, others } = readCertificateFile(server).value!;
  expect(others).toEqual([]);
  expect(certificate).toMatchObject({
    subject: { commonName: 'node1', organizations: [] },
    issuer: { commonName: 'etcd-ca', organizations: [] },
    notBefore: startedAt - 5 * 60_000,
    notAfter: startedAt + 8760 * hour,
    isAuthority: false,
    usages: ['server', 'client'],
    otherUsages: [],
    sans: { dns: ['localhost', 'node1'], ips: ['10.1.2.3', '127.0.0.1', '::1'] },
    subjectKeyId: undefined,
    pem: server,
  });
  const authority = readCertificateFile(textOf(files, '/pki/etcd/ca.crt')).value!.certificate;
  expect(certificate.authorityKeyId).toBe(authority.subjectKeyId);
  const spki = publicKeyDer(certificate.publicKey);
  expect(certificate.publicKeyDigest).toBe(createHash('sha256').update(spki).digest('hex'));
});

test('the first of several certificates is the one meant', () => {
  const { certificate, others } = readCertificateFile(`# bundle\n${server}${ca}`).value!;
  expect(certificate.pem).toBe(server);
  expect(others.map(({ pem }) => pem)).toEqual([ca]);
});

test('a certificate made elsewhere, with other names and extensions', () => {
  const args = ['req', '-x509', '-new', '-key', 'k.pem', '-subj', '/C=DE/ST=X/O=Örg/CN=My CA', '-days', '10', '-utf8'];
  const extra = ['-addext', 'extendedKeyUsage=codeSigning,clientAuth', '-addext', 'subjectAltName=email:a@b.c,DNS:x'];
  const pem = openssl([...args, ...extra], { 'k.pem': keyPairAt('ECDSA-P256', 0).privateKey });
  const { certificate } = readCertificateFile(pem).value!;
  expect(certificate).toMatchObject({
    subject: { commonName: 'My CA', organizations: ['Örg'] },
    isAuthority: true,
    keyUsage: undefined,
    usages: ['client'],
    otherUsages: ['1.3.6.1.5.5.7.3.3'],
    sans: { dns: ['x'], ips: [] },
  });
});

test.each([
  ['junk\n', 'it holds no certificate'],
  [keyPairAt('RSA-2048', 0).privateKey, 'it holds no certificate'],
  [`${ca}${ca.replace(/\n.{64}\n/, '\n')}`, 'it holds a certificate that cannot be read'],
])('what is no certificate file: %#', (text, problem) => {
  expect(readCertificateFile(text)).toEqual({ problem });
});
