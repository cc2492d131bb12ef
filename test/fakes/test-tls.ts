import forge from 'node-forge';
import { keyPairAt } from './fixed-random.ts';

/** A CA with a server and a client certificate, for servers that tests run themselves. */
export interface TestTls {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** Certificates for 127.0.0.1, ::1, localhost and `api.test`, signed now and good for a day; the client is `kubernetes-admin`. */
export function testTls(): TestTls {
  const authority = [{ name: 'commonName', value: 'test-ca' }];
  const ca = certificate(0, authority, authority, 0, [{ name: 'basicConstraints', cA: true, critical: true }]);
  const names = [
    { type: 2, value: 'localhost' },
    { type: 2, value: 'api.test' },
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ];
  const server = [{ name: 'commonName', value: 'api' }];
  const client = [{ name: 'commonName', value: 'kubernetes-admin' }];
  return {
    ca,
    server: {
      cert: certificate(1, server, authority, 0, [{ name: 'subjectAltName', altNames: names }]),
      key: keyAt(1),
    },
    client: { cert: certificate(2, client, authority, 0, []), key: keyAt(2) },
  };
}

function certificate(
  key: number,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  signer: number,
  extensions: object[],
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(keyPairAt('RSA-2048', key).publicKey);
  made.serialNumber = `0${key + 1}`;
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + 86_400_000);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  made.sign(forge.pki.privateKeyFromPem(keyAt(signer)), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

function keyAt(index: number): string {
  return keyPairAt('RSA-2048', index).privateKey;
}
