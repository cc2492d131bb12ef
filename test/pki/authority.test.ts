import { describe, expect, test } from 'vitest';
import { authority, authorityLooks } from '../../src/pki/authority.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import { exampleSpec, factsOf, mintedKey, nothingMinted, present, textOf, written } from './example.ts';

const spec = exampleSpec();
const files = written(spec);
const certificate = textOf(files, '/pki/ca.crt');
const key = textOf(files, '/pki/ca.key');
const minted = { keys: new Map([['pki/ca', mintedKey('RSA-2048', 5)]]), texts: new Map() };

function find(given: { readonly [path: string]: FileFact }, secrets = nothingMinted) {
  const facts = factsOf(authorityLooks('ca', spec), new Map(Object.entries(given)));
  return authority('ca', { spec, facts, secrets });
}

test('looks at certificate and key', () => {
  expect(authorityLooks('etcd-ca', spec)).toEqual([
    { kind: 'file', path: '/pki/etcd/ca.key' },
    { kind: 'file', path: '/pki/etcd/ca.crt' },
  ]);
});

describe('a CA that can sign', () => {
  test('lies on disk', () => {
    expect(find({ '/pki/ca.crt': present(certificate), '/pki/ca.key': present(key) })).toMatchObject({
      kind: 'found',
      certificate: { pem: certificate },
      signing: { can: true },
    });
  });

  test('lies on disk even when one was minted', () => {
    const found = find({ '/pki/ca.crt': present(certificate), '/pki/ca.key': present(key) }, minted);
    expect(found).toMatchObject({ certificate: { pem: certificate } });
  });

  test('was predicted by an earlier phase: its bytes are taken', () => {
    const found = find({
      '/pki/ca.crt': { ...present(certificate), state: 'predicted', as: '' } as FileFact,
      '/pki/ca.key': { ...present(key), state: 'predicted', as: '' } as FileFact,
    });
    expect(found).toMatchObject({ certificate: { pem: certificate }, signing: { can: true } });
  });

  test('was minted and is issued on the spot, the same every time', () => {
    const [first, second] = [find({}, minted), find({}, minted)];
    expect(first).toMatchObject({ kind: 'found', signing: { can: true } });
    expect(first.kind === 'found' && second.kind === 'found' && first.certificate.pem === second.certificate.pem).toBe(
      true,
    );
  });

  test('has its own key only, left by an interrupted run', () => {
    const own = minted.keys.get('pki/ca')!.privateKey.reveal();
    expect(find({ '/pki/ca.key': present(own) }, minted)).toMatchObject({ kind: 'found', signing: { can: true } });
  });
});

test('a dry run knows the name only', () => {
  const predicted: FileFact = { state: 'predicted', as: 'CA certificate' };
  expect(find({ '/pki/ca.crt': predicted, '/pki/ca.key': predicted })).toEqual({
    kind: 'described',
    commonName: 'kubernetes',
  });
});

const leaf = textOf(files, '/pki/apiserver.crt');
const leafKey = textOf(files, '/pki/apiserver.key');

test.each([
  ['its key is kept elsewhere', certificate, undefined, true, 'kept elsewhere'],
  ['its key is junk', certificate, 'junk', false, 'no unencrypted RSA or ECDSA private key'],
  ['its key is another', certificate, keyPairAt('RSA-2048', 20).privateKey, false, 'does not belong'],
  ['it is no CA', leaf, leafKey, false, 'not the certificate of a CA'],
])('a CA that cannot sign: %s', (_, crt, keyText, external, reason) => {
  const given = { '/pki/ca.crt': present(crt), ...(keyText === undefined ? {} : { '/pki/ca.key': present(keyText) }) };
  expect(find(given)).toMatchObject({
    kind: 'found',
    signing: { can: false, external, reason: expect.stringContaining(reason) },
  });
});

test.each<[string, { readonly [path: string]: FileFact }, string]>([
  ['nothing there', {}, 'there is no ca certificate at /pki/ca.crt'],
  ['only a key', { '/pki/ca.key': present(key) }, '/pki/ca.crt is missing'],
  ['junk', { '/pki/ca.crt': present('junk'), '/pki/ca.key': present(key) }, 'holds no certificate'],
  ['a folder', { '/pki/ca.crt': { state: 'directory', entries: [] } }, 'is a folder'],
  ['not seen', { '/pki/ca.crt': { state: 'unknown', why: 'EACCES' } }, 'could not be looked at: EACCES'],
])('no CA: %s', (_, given, reason) => {
  expect(find(given)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
});
