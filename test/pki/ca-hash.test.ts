import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isPinned, pinOf, pinPattern } from '../../src/pki/ca-hash.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { exampleSpec, textOf, written } from './example.ts';
import { openssl } from './openssl.ts';

const files = written(exampleSpec());
const read = (path: string) => readCertificateFile(textOf(files, path)).value!.certificate;

test('the pin is what the documented openssl pipeline gives', () => {
  const certificate = read('/pki/ca.crt');
  const publicKey = openssl(['x509', '-pubkey', '-noout', '-in', 'ca.pem'], { 'ca.pem': certificate.pem });
  const der = Buffer.from(publicKey.replace(/-----.*-----|\s/g, ''), 'base64');
  expect(pinOf(certificate)).toBe(`sha256:${createHash('sha256').update(der).digest('hex')}`);
  expect(pinOf(certificate)).toMatch(pinPattern);
});

test('one pinned certificate of a bundle is enough', () => {
  const bundle = [read('/pki/front-proxy-ca.crt'), read('/pki/ca.crt')];
  const pin = pinOf(bundle[1]!);
  expect(isPinned(bundle, [pin])).toBe(true);
  expect(isPinned(bundle, [`sha256:${'0'.repeat(64)}`, pin.toUpperCase()])).toBe(true);
  expect(isPinned(bundle.slice(0, 1), [pin])).toBe(false);
  expect(isPinned(bundle, [])).toBe(false);
});

test.each(['sha512:00', 'sha256:', `sha256:${'0'.repeat(63)}`, `sha256:${'g'.repeat(64)}`])('%s is no pin', (pin) => {
  expect(pin).not.toMatch(pinPattern);
});
