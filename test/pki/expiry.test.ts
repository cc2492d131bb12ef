import { expect, test } from 'vitest';
import { periodWarning, residualText } from '../../src/pki/expiry.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { exampleSpec, hour, startedAt, textOf, written } from './example.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * hour;
const year = 365 * day;

// Seen in the tables of kubeadm 1.35.4 to 1.37.0, and around the limits between their rows.
test.each([
  [-5 * second, '<invalid>'],
  [-1500, '0s'],
  [0, '0s'],
  [99 * second + 900, '99s'],
  [2 * minute, '2m'],
  [4 * minute + 59 * second, '4m59s'],
  [10 * minute + 5 * second, '10m'],
  [169 * minute, '169m'],
  [3 * hour, '3h'],
  [4 * hour + 59 * minute, '4h59m'],
  [46 * hour + 30 * minute, '46h'],
  [2 * day, '2d'],
  [2 * day + 23 * hour, '2d23h'],
  [8 * day + 5 * hour, '8d'],
  [374 * day, '374d'],
  [2 * year, '2y'],
  [2 * year + 103 * day, '2y103d'],
  [8 * year + 100 * day, '8y'],
  [10 * year - minute, '9y'],
])('%d ms are %s', (milliseconds, text) => {
  expect(residualText(milliseconds)).toBe(text);
});

test('a certificate that is not in force is warned of', () => {
  const { certificate } = readCertificateFile(textOf(written(exampleSpec()), '/pki/ca.crt')).value!;
  expect(periodWarning('/pki/ca.crt', certificate, startedAt)).toBeUndefined();
  expect(periodWarning('/pki/ca.crt', certificate, startedAt - hour)).toBe(
    '/pki/ca.crt is not valid before 2026-11-21T03:55:00Z',
  );
  expect(periodWarning('/pki/ca.crt', certificate, startedAt + 11 * year)).toBe(
    '/pki/ca.crt has expired on 2036-11-18T04:00:00Z',
  );
});
