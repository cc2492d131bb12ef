import forge from 'node-forge';
import { keyPairAt } from './fixed-random.ts';

/** A CA with a server and a client certificate, for servers that tests run themselves. */
export interface TestTls {
  readonly ca: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** How the server's certificate departs from what is usual. */
export interface TlsFlaw {
  /** Milliseconds from now. */
  readonly validFrom?: number;
  readonly validUntil?: number;
  /** Of the certificate; the server listens where it does. */
  readonly name?: string;
  /** Index of the first key taken; another one gives another CA. */
  readonly firstKey?: number;
}

/** Certificates for 127.0.0.1, ::1, localhost and `api.test`, signed now and good for a day; the client is `kubernetes-admin`. */
export function testTls(flaw: TlsFlaw = {}): TestTls {
  const first = flaw.firstKey ?? 0;
  const authority = [{ name: 'commonName', value: 'test-ca' }];
  const ca = certificate(first, authority, authority, first, [{ name: 'basicConstraints', cA: true, critical: true }]);
  const names =
    flaw.name !== undefined
      ? [{ type: 2, value: flaw.name }]
      : [
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
      cert: certificate(first + 1, server, authority, first, [{ name: 'subjectAltName', altNames: names }], flaw),
      key: keyAt(first + 1),
    },
    client: { cert: certificate(first + 2, client, authority, first, []), key: keyAt(first + 2) },
  };
}

function certificate(
  key: number,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  signer: number,
  extensions: object[],
  { validFrom = -3_600_000, validUntil = 86_400_000 }: TlsFlaw = {},
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(keyPairAt('RSA-2048', key).publicKey);
  made.serialNumber = `0${key + 1}`;
  made.validity.notBefore = new Date(Date.now() + validFrom);
  made.validity.notAfter = new Date(Date.now() + validUntil);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  made.sign(forge.pki.privateKeyFromPem(keyAt(signer)), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

function keyAt(index: number): string {
  return keyPairAt('RSA-2048', index).privateKey;
}
