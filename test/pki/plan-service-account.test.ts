import { expect, test } from 'vitest';
import { planServiceAccount, serviceAccountLooks, serviceAccountMints } from '../../src/pki/plan-service-account.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { exampleSpec, factsOf, mintAll, nothingMinted, present, textOf, written } from './example.ts';

const spec = exampleSpec();
const files = written(spec);

function plan(given: readonly (readonly [string, FileFact])[], mint = true) {
  const facts = factsOf(serviceAccountLooks(spec), new Map(given));
  const mints = serviceAccountMints({ spec, facts });
  return { mints, ...planServiceAccount({ spec, facts, secrets: mint ? mintAll(mints) : nothingMinted }) };
}

test('the pair is made, both halves 0600', () => {
  const { mints, artifact } = plan([]);
  expect(mints).toEqual([{ kind: 'key', name: 'pki/sa', algorithm: 'RSA-2048' }]);
  expect(artifact).toMatchObject({ sameWhen: 'key-pair', directoryMode: 0o755 });
  expect(artifact!.files.map(({ path, mode, content }) => [path, mode, content.kind])).toEqual([
    ['/pki/sa.key', 0o600, 'secret'],
    ['/pki/sa.pub', 0o600, 'text'],
  ]);
});

test('a dry run describes it', () => {
  const { artifact } = plan([], false);
  expect(artifact!.files.map(({ content }) => content)).toEqual([
    { kind: 'described', as: 'private key, RSA-2048', secret: true },
    { kind: 'described', as: 'public key, RSA-2048', secret: false },
  ]);
});

test('nothing is minted for a private key that is there; a public one alone is replaced with its pair', () => {
  expect(plan([['/pki/sa.key', present(textOf(files, '/pki/sa.key'))]]).mints).toEqual([]);
  expect(plan([['/pki/sa.pub', present(textOf(files, '/pki/sa.pub'))]]).mints).toHaveLength(1);
});

test('with an external cluster CA it is neither made nor needed', () => {
  const { mints, artifact, notes } = plan([['/pki/ca.crt', files.get('/pki/ca.crt')!]]);
  expect(mints).toEqual([]);
  expect(artifact).toBeUndefined();
  expect(notes).toEqual([
    { level: 'info', text: 'the cluster CA is external: service account keys are used as provided' },
  ]);
});

test('a keyless certificate that is not that of a CA makes no external CA', () => {
  expect(plan([['/pki/ca.crt', files.get('/pki/apiserver.crt')!]]).artifact).toBeDefined();
});
