import { describe, expect, test } from 'vitest';
import { judgeCertificate, judgeCertificateAuthority, judgeKeyPair, judgeKubeconfig } from '../../src/pki/same-when.ts';
import { type Artifact, described, secretText, text } from '../../src/plan/artifact.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { Secret } from '../../src/plan/secret.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import { exampleSpec, hour, present, startedAt, textOf, written } from './example.ts';

/* The rules themselves are in kubeadm-reuse.test.ts; here are states of files and the words. */

const files = written(exampleSpec());
const absent: FileFact = { state: 'absent' };
const predicted: FileFact = { state: 'predicted', as: 'x' };
const unknown: FileFact = { state: 'unknown', why: 'EACCES' };
const folder: FileFact = { state: 'directory', entries: [] };
const ca = textOf(files, '/pki/ca.crt');
const ownKey = textOf(files, '/pki/apiserver.key');
const ownCertificate = textOf(files, '/pki/apiserver.crt');

function pair(sameWhen: Artifact['sameWhen'], key: string | undefined): Artifact {
  return {
    what: 'pair',
    files: [
      { path: '/key', mode: 0o600, content: key ? secretText(new Secret(key)) : described('key', true) },
      { path: '/crt', mode: 0o644, content: key ? text(ownCertificate) : described('certificate') },
    ],
    sameWhen,
    authority: ca,
    directoryMode: 0o755,
  };
}

const found = (key: FileFact, crt: FileFact) => new Map([['/key', key] as const, ['/crt', crt] as const]);

describe.each([
  ['certificate', judgeCertificate],
  ['certificate-authority', judgeCertificateAuthority],
] as const)('%s', (sameWhen, judge) => {
  test.each<[string, FileFact, FileFact, string]>([
    ['nothing', absent, absent, 'create'],
    ['its own key, left by an interrupted run', present(ownKey), absent, 'create'],
    ['another key', present(keyPairAt('RSA-2048', 22).privateKey), absent, 'refuse'],
    ['predicted files', predicted, predicted, 'keep'],
    ['a folder', absent, folder, 'refuse'],
    ['a folder for a key', folder, present(ownCertificate), 'refuse'],
    ['an unseen certificate', present(ownKey), unknown, 'unknown'],
    ['an unseen key', unknown, absent, 'unknown'],
  ])('%s', (_, key, crt, verdict) => {
    expect(judge(pair(sameWhen, ownKey), found(key, crt), startedAt).verdict).toBe(verdict);
  });

  test('a path that nobody looked at is unknown', () => {
    expect(judge(pair(sameWhen, undefined), new Map(), startedAt).verdict).toBe('unknown');
  });
});

test('refusals and warnings name files and times', () => {
  const late = startedAt + 9000 * hour;
  const judgement = judgeCertificate(pair('certificate', undefined), found(absent, present(ownCertificate)), late);
  expect(judgement).toEqual({
    verdict: 'refuse',
    reason: '/crt is there already but has expired on 2027-11-21T04:00:00Z',
    warnings: [
      '/crt has expired on 2027-11-21T04:00:00Z',
      '/key is missing, so /crt cannot be used by what needs its key',
    ],
  });
});

test('a leaf whose CA is not known is refused', () => {
  const { authority: _, ...artifact } = pair('certificate', undefined);
  expect(judgeCertificate(artifact, found(present(ownKey), present(ownCertificate)), startedAt).verdict).toBe('refuse');
});

test('a leaf below an intermediate that comes with it is kept', () => {
  // Its own file says everything: the second certificate is the CA's sibling and only passed over.
  const bundle = ownCertificate + textOf(files, '/pki/etcd/ca.crt');
  const judgement = judgeCertificate(
    pair('certificate', undefined),
    found(present(ownKey), present(bundle)),
    startedAt,
  );
  expect(judgement).toEqual({ verdict: 'keep', reason: 'the certificate on disk is used' });
});

describe('key-pair', () => {
  test.each<[string, FileFact, FileFact, string]>([
    ['its own private key, left by an interrupted run', present(ownKey), absent, 'create'],
    ['another private key', present(keyPairAt('RSA-2048', 22).privateKey), absent, 'keep'],
    ['both predicted', predicted, predicted, 'keep'],
    ['an unseen key', unknown, absent, 'unknown'],
    ['a folder', folder, absent, 'refuse'],
  ])('%s', (_, key, publicKey, verdict) => {
    expect(judgeKeyPair(pair('key-pair', ownKey), found(key, publicKey), startedAt).verdict).toBe(verdict);
  });
});

describe('kubeconfig', () => {
  const artifact: Artifact = {
    what: 'admin.conf kubeconfig',
    files: [{ path: '/kc/admin.conf', mode: 0o600, content: described('x', true) }],
    sameWhen: 'kubeconfig',
    authority: ca,
    server: 'https://10.1.2.3:6443',
    directoryMode: 0o755,
  };
  const judge = (fact: FileFact, given: Artifact = artifact) =>
    judgeKubeconfig(given, new Map([['/kc/admin.conf', fact]]), startedAt);

  test.each<[string, FileFact, string]>([
    ['nothing', absent, 'create'],
    ['predicted', predicted, 'keep'],
    ['unseen', unknown, 'unknown'],
    ['a folder', folder, 'refuse'],
    ['a good one', files.get('/kc/admin.conf')!, 'keep'],
  ])('%s', (_, fact, verdict) => {
    expect(judge(fact).verdict).toBe(verdict);
  });

  test('is refused when the CA is not known', () => {
    const { authority: _, ...unknownCa } = artifact;
    expect(judge(files.get('/kc/admin.conf')!, unknownCa).verdict).toBe('refuse');
  });

  test('another server is worth a warning', () => {
    expect(judge(files.get('/kc/admin.conf')!, { ...artifact, server: 'https://lb:6443' })).toEqual({
      verdict: 'keep',
      reason: 'the kubeconfig on disk is used',
      warnings: ['/kc/admin.conf is kept although it names https://10.1.2.3:6443, not https://lb:6443'],
    });
  });
});
