import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certificateNamed } from '../../src/pki/cert-list.ts';
import { issueAuthority, issueLeaf, mintedPrivateKey } from '../../src/pki/issue.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import type { KeyAlgorithm } from '../../src/plan/phase.ts';
import { exampleSpec, hour, mintedKey, startedAt } from './example.ts';
import { openssl, opensslVerify } from './openssl.ts';

const spec = exampleSpec();
const day = 24 * hour;

describe.each<KeyAlgorithm>(['RSA-2048', 'RSA-3072', 'RSA-4096', 'ECDSA-P256', 'ECDSA-P384'])('%s', (algorithm) => {
  const caKey = mintedKey(algorithm, 0);
  const pem = issueAuthority(certificateNamed('ca'), spec, caKey, startedAt);
  const certificate = readCertificateFile(pem).value!.certificate;
  const leafKey = mintedKey(algorithm, 1);
  const request = {
    subject: { commonName: 'leaf', organizations: ['org'] },
    usages: ['server', 'client'] as const,
    sans: { dns: ['leaf.example'], ips: ['fd00::1', '10.0.0.1'] },
    notBefore: startedAt,
    notAfter: startedAt + day,
  };
  const leaf = issueLeaf(request, leafKey, { certificate, key: mintedPrivateKey(caKey) });

  test('openssl accepts CA and leaf', () => {
    const at = ['-attime', String(startedAt / 1000 + 60)];
    expect(opensslVerify(leaf, pem, [...at, '-purpose', 'sslserver', '-verify_ip', 'fd00::1'])).toBe('');
    expect(opensslVerify(leaf, pem, [...at, '-purpose', 'sslclient', '-verify_hostname', 'leaf.example'])).toBe('');
    expect(opensslVerify(pem, pem, at)).toBe('');
  });

  test('openssl refuses the leaf once it has expired', () => {
    expect(opensslVerify(leaf, pem, ['-attime', String((startedAt + 2 * day) / 1000)])).toContain('expired');
  });
});

test('a CA certificate, as kubeadm 1.36.3 makes it', () => {
  const pem = issueAuthority(certificateNamed('ca'), spec, mintedKey('RSA-2048', 0), startedAt);
  const { certificate } = readCertificateFile(pem).value!;
  expect(certificate).toMatchObject({
    subject: { commonName: 'kubernetes', organizations: [] },
    issuer: { commonName: 'kubernetes', organizations: [] },
    serial: '7100',
    notBefore: startedAt - 5 * 60_000,
    notAfter: startedAt + 87600 * hour,
    isAuthority: true,
    keyUsage: 0xa4,
    usages: [],
    otherUsages: [],
    sans: { dns: ['kubernetes'], ips: [] },
    authorityKeyId: undefined,
  });
  expect(certificate.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
});

test('with RSA the same input gives the same bytes', () => {
  const once = () => issueAuthority(certificateNamed('etcd-ca'), spec, mintedKey('RSA-2048', 3), startedAt);
  expect(once()).toBe(once());
});

test('a CA made elsewhere keeps its name byte by byte, and without a key identifier none is named', () => {
  const key = mintedKey('ECDSA-P256', 0);
  const config =
    '[req]\ndistinguished_name=dn\nx509_extensions=e\n[dn]\n[e]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n';
  const pem = openssl(
    ['req', '-x509', '-new', '-config', 'c', '-key', 'k.pem', '-subj', '/C=DE/ST=X/O=Org/CN=My CA', '-days', '10'],
    { 'k.pem': key.privateKey.reveal(), c: config },
  );
  const { certificate } = readCertificateFile(pem).value!;
  const now = certificate.notBefore;
  const leaf = issueLeaf(
    {
      subject: { commonName: 'x', organizations: [] },
      usages: ['client'],
      sans: { dns: [], ips: [] },
      notBefore: now,
      notAfter: now + day,
    },
    mintedKey('RSA-2048', 1),
    { certificate, key: mintedPrivateKey(key) },
  );
  const read = readCertificateFile(leaf).value!.certificate;
  expect(Buffer.from(read.issuerDer)).toEqual(Buffer.from(certificate.subjectDer));
  expect(read.authorityKeyId).toBeUndefined();
  expect(new X509Certificate(leaf).verify(certificate.publicKey)).toBe(true);
});
