import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { chainProblem, periodProblem } from '../../src/pki/chain.ts';
import { publicKeyDer } from '../../src/pki/keys.ts';
import { toPem } from '../../src/pki/pem.ts';
import { type Certificate, readCertificate, readCertificateFile } from '../../src/pki/read.ts';
import { type CertificateTemplate, issueCertificate } from '../../src/pki/x509.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import { hour, startedAt } from './example.ts';

interface Identity {
  readonly name: string;
  readonly index: number;
}
const root: Identity = { name: 'root', index: 0 };
const middle: Identity = { name: 'middle', index: 1 };
const leaf: Identity = { name: 'leaf', index: 2 };

function issue(subject: Identity, issuer: Identity, changes: Partial<CertificateTemplate> = {}): Certificate {
  const name = (identity: Identity) => ({ commonName: identity.name, organizations: [] });
  const key = (identity: Identity) => createPrivateKey(keyPairAt('RSA-2048', identity.index).privateKey);
  const base: CertificateTemplate = {
    subject: name(subject),
    issuer: undefined,
    serial: '1',
    notBefore: startedAt - hour,
    notAfter: startedAt + hour,
    publicKey: publicKeyDer(key(subject)),
    isAuthority: subject !== leaf,
    extendedUsages: [],
    sans: { dns: [], ips: [] },
  };
  const issuerDer = readCertificate(issueCertificate({ ...base, subject: name(issuer) }, key(issuer))).subjectDer;
  return readCertificate(issueCertificate({ ...base, issuer: issuerDer, ...changes }, key(issuer)));
}

const rootCertificate = issue(root, root);
const judge = (certificate: Certificate, others: readonly Certificate[] = [], now = startedAt) =>
  chainProblem({ certificate, others }, rootCertificate, now);

describe('good', () => {
  test('directly below the CA', () => expect(judge(issue(leaf, root))).toBeUndefined());
  test('below an intermediate that comes with it', () =>
    expect(judge(issue(leaf, middle), [issue(middle, root)])).toBeUndefined());
  test('the CA itself', () => expect(judge(rootCertificate)).toBeUndefined());
});

describe('not good', () => {
  test.each<[string, () => string | undefined, string]>([
    ['below an intermediate that is missing', () => judge(issue(leaf, middle)), 'is not signed by the CA CN=root'],
    [
      'below an intermediate that may not sign',
      () => judge(issue(leaf, middle), [issue(middle, root, { isAuthority: false })]),
      'is not signed by the CA CN=root',
    ],
    [
      'below an expired intermediate',
      () => judge(issue(leaf, middle), [issue(middle, root, { notAfter: startedAt - 1000 })]),
      'is not signed by the CA CN=root',
    ],
    ['with the name of the CA but another key', () => judge(issue(leaf, { name: 'root', index: 5 })), 'is not signed'],
    ['expired', () => judge(issue(leaf, root, { notAfter: startedAt - 1000 })), 'has expired on 2026-11-21T03:59:59Z'],
    [
      'not valid yet',
      () => judge(issue(leaf, root, { notBefore: startedAt + 1000 })),
      'is not valid before 2026-11-21T04:00:01Z',
    ],
    [
      'below an expired CA',
      () => judge(issue(leaf, root, { notAfter: startedAt + 9 * hour }), [], startedAt + 2 * hour),
      'is signed by a CA that has expired on',
    ],
    [
      'two intermediates that sign each other',
      () => judge(issue(leaf, middle), [issue(middle, middle)]),
      'is not signed',
    ],
  ])('%s', (_, act, problem) => {
    expect(act()).toContain(problem);
  });
});

test('the ends of a period belong to it', () => {
  const period = { notBefore: 1000, notAfter: 2000 };
  expect([999, 1000, 2000, 2001].map((now) => periodProblem(period, now) === undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('reading a file keeps its intermediates', () => {
  const pem = [issue(leaf, middle), issue(middle, root)].map(({ der }) => toPem('CERTIFICATE', der)).join('');
  expect(chainProblem(readCertificateFile(pem).value!, rootCertificate, startedAt)).toBeUndefined();
});
