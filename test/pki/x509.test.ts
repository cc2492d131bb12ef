import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { publicKeyDer } from '../../src/pki/keys.ts';
import { toPem } from '../../src/pki/pem.ts';
import { type CertificateTemplate, decodeCertificate, issueCertificate, oids } from '../../src/pki/x509.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import { openssl } from './openssl.ts';

const key = createPrivateKey(keyPairAt('RSA-2048', 0).privateKey);

function template(changes: Partial<CertificateTemplate> = {}): CertificateTemplate {
  return {
    subject: { commonName: 'leaf', organizations: [] },
    issuer: undefined,
    serial: '6268744566106dc4',
    notBefore: Date.UTC(2026, 10, 21, 3, 55),
    notAfter: Date.UTC(2027, 10, 21, 4),
    publicKey: publicKeyDer(key),
    isAuthority: false,
    extendedUsages: [oids.serverAuth],
    sans: { dns: [], ips: [] },
    ...changes,
  };
}

/** `openssl asn1parse` of a certificate without offsets and lengths: `SEQUENCE`, `INTEGER :02`, ... */
function structure(der: Buffer): readonly string[] {
  return openssl(['asn1parse', '-in', 'cert.pem'], { 'cert.pem': toPem('CERTIFICATE', der) })
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/^.*?(?:prim|cons): /, '')
        .trim()
        .replace(/\s+:/, ' :'),
    );
}

test('a leaf has the fields that Go gives it, in its order', () => {
  const der = issueCertificate(
    template({
      authorityKeyId: Buffer.alloc(20, 0x63),
      sans: { dns: ['*.a.example', 'node1'], ips: ['10.96.0.1', 'fd00::5'] },
    }),
    key,
  );
  const name = ['SEQUENCE', 'SET', 'SEQUENCE', 'OBJECT :commonName', 'PRINTABLESTRING :leaf'];
  const algorithm = ['SEQUENCE', 'OBJECT :sha256WithRSAEncryption', 'NULL'];
  expect(structure(der)).toEqual([
    'SEQUENCE',
    'SEQUENCE',
    'cont [ 0 ]',
    'INTEGER :02',
    'INTEGER :6268744566106DC4',
    ...algorithm,
    ...name,
    'SEQUENCE',
    'UTCTIME :261121035500Z',
    'UTCTIME :271121040000Z',
    ...name,
    'SEQUENCE',
    'SEQUENCE',
    'OBJECT :rsaEncryption',
    'NULL',
    'BIT STRING',
    'cont [ 3 ]',
    'SEQUENCE',
    'SEQUENCE',
    'OBJECT :X509v3 Key Usage',
    'BOOLEAN :255',
    'OCTET STRING      [HEX DUMP]:030205A0',
    'SEQUENCE',
    'OBJECT :X509v3 Extended Key Usage',
    'OCTET STRING      [HEX DUMP]:300A06082B06010505070301',
    'SEQUENCE',
    'OBJECT :X509v3 Basic Constraints',
    'BOOLEAN :255',
    'OCTET STRING      [HEX DUMP]:3000',
    'SEQUENCE',
    'OBJECT :X509v3 Authority Key Identifier',
    `OCTET STRING      [HEX DUMP]:30168014${'63'.repeat(20)}`,
    'SEQUENCE',
    'OBJECT :X509v3 Subject Alternative Name',
    'OCTET STRING      [HEX DUMP]:302C820B2A2E612E6578616D706C6582056E6F64653187040A6000018710FD000000000000000000000000000005',
    ...algorithm,
    'BIT STRING',
  ]);
});

test('a CA may sign certificates and names its key', () => {
  const der = issueCertificate(
    template({
      isAuthority: true,
      extendedUsages: [],
      subjectKeyId: Buffer.alloc(20, 1),
      sans: { dns: ['ca'], ips: [] },
    }),
    key,
  );
  const dumps = structure(der).filter((line) => line.startsWith('OCTET STRING'));
  expect(dumps.map((line) => line.replace(/^.*:/, ''))).toEqual([
    '030202A4',
    '30030101FF',
    `0414${'01'.repeat(20)}`,
    '300482026361',
  ]);
});

describe('subjects', () => {
  test('have organizations first, in one set sorted by their bytes, shorter ones before', () => {
    const organizations = ['zz', 'aa', 'kubeadm:cluster-admins'];
    const der = issueCertificate(template({ subject: { commonName: 'a@b', organizations } }), key);
    const lines = structure(der);
    const subject = lines.slice(lines.lastIndexOf('SET') - 11, lines.lastIndexOf('SET') + 4);
    expect(subject.filter((line) => /STRING|SET/.test(line))).toEqual([
      'SET',
      'PRINTABLESTRING :aa',
      'PRINTABLESTRING :zz',
      'PRINTABLESTRING :kubeadm:cluster-admins',
      'SET',
      'UTF8STRING :a@b',
    ]);
  });

  test.each(['a*b', 'a&b', 'Zoë', 'a_b'])('%s is no PrintableString', (commonName) => {
    const der = issueCertificate(template({ subject: { commonName, organizations: [] } }), key);
    expect(decodeCertificate(der).subject.commonName).toBe(commonName);
    expect(structure(der).join()).toContain('UTF8STRING');
  });
});

test.each([
  [Date.UTC(2049, 11, 31, 23, 59, 59, 999), 'UTCTIME :491231235959Z'],
  [Date.UTC(2050, 0, 1), 'GENERALIZEDTIME :20500101000000Z'],
  [Date.UTC(2126, 9, 28, 3, 58, 31), 'GENERALIZEDTIME :21261028035831Z'],
])('a time of %d is %s', (notAfter, text) => {
  const der = issueCertificate(template({ notAfter }), key);
  expect(structure(der).filter((line) => line.includes('TIME'))[1]).toBe(text);
  expect(decodeCertificate(der).notAfter).toBe(Math.floor(notAfter / 1000) * 1000);
});

test.each([
  ['ff', 'INTEGER :FF'],
  ['01', 'INTEGER :01'],
  ['7ffffffffffffffe', 'INTEGER :7FFFFFFFFFFFFFFE'],
  ['abc', 'INTEGER :0ABC'],
])('serial %s is positive', (serial, line) => {
  const der = issueCertificate(template({ serial }), key);
  expect(structure(der)).toContain(line);
  expect(decodeCertificate(der).serial).toBe(serial.replace(/^0/, ''));
});

test.each([
  ['RSA-4096', 'sha256WithRSAEncryption'],
  ['ECDSA-P256', 'ecdsa-with-SHA256'],
  ['ECDSA-P384', 'ecdsa-with-SHA384'],
] as const)('%s keys sign with %s', (algorithm, name) => {
  const signer = createPrivateKey(keyPairAt(algorithm, 0).privateKey);
  const lines = structure(issueCertificate(template(), signer));
  expect(lines.filter((line) => line === `OBJECT :${name}`)).toHaveLength(2);
});

test('what was written is read again', () => {
  const wanted = template({
    subject: { commonName: 'x', organizations: ['o1', 'o2'] },
    extendedUsages: [oids.serverAuth, oids.clientAuth],
    authorityKeyId: Buffer.alloc(20, 9),
    sans: { dns: ['a', 'b'], ips: ['1.2.3.4', '::1'] },
  });
  const read = decodeCertificate(issueCertificate(wanted, key));
  expect(read).toMatchObject({
    subject: wanted.subject,
    issuer: wanted.subject,
    serial: wanted.serial,
    notBefore: wanted.notBefore,
    notAfter: wanted.notAfter,
    isAuthority: false,
    keyUsage: 0xa0,
    extendedUsages: wanted.extendedUsages,
    sans: wanted.sans,
  });
  expect(Buffer.from(read.authorityKeyId!)).toEqual(Buffer.alloc(20, 9));
  expect(read.subjectKeyId).toBeUndefined();
  expect(Buffer.from(read.publicKey)).toEqual(publicKeyDer(key));
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['words', Buffer.from('hello')],
  ['a certificate with its end cut off', issueCertificate(template(), key).subarray(0, 300)],
  ['another structure', publicKeyDer(key)],
])('%s cannot be read', (_, der) => {
  expect(() => decodeCertificate(der)).toThrow();
});
