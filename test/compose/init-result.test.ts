import { expect, test } from 'vitest';
import { initReport } from '../../src/compose/init-result.ts';
import { nothingMinted } from '../../src/engine/minted.ts';
import { certificateNamed } from '../../src/pki/cert-list.ts';
import { issueAuthority } from '../../src/pki/issue.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { Secret } from '../../src/plan/secret.ts';
import { initResult, initSecrets } from '../../src/schemas/init-result.ts';
import { loadJoin } from '../../src/spec/load-join.ts';
import { toYaml } from '../../src/spec/yaml-write.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { initSpec, type SpecParts } from '../manifests/spec-builder.ts';
import { mintedKey, startedAt } from '../pki/example.ts';

const ca = issueAuthority(certificateNamed('ca'), initSpec(), mintedKey('RSA-2048', 0), startedAt);
const key = 'ab'.repeat(32);

async function report(parts: SpecParts, options: object = {}, outcome: 'succeeded' | 'unchanged' = 'succeeded') {
  const spec = initSpec(parts);
  const run = {
    outcome,
    startedAt,
    spec: { ...spec, options: { ...spec.options, ...options } },
    secrets: nothingMinted,
    planned: [],
    notes: [],
  };
  const found = await initReport(run, memoryFiles({ '/etc/kubernetes/pki/ca.crt': ca }));
  // Both parts are what the published schemas say, and nothing more.
  const { result, secrets } = JSON.parse(JSON.stringify(found)) as typeof found;
  expect(initResult.parse(result)).toEqual(result);
  expect(initSecrets.parse(secrets)).toEqual(secrets);
  return { result, secrets };
}

const later = (ms: number): string => new Date(startedAt + ms).toISOString();
const hour = 3_600_000;

test('a cluster with an endpoint and uploaded certificates', async () => {
  const parts = { cluster: { controlPlaneEndpoint: 'lb:8443' }, certificateKey: new Secret(key) };
  const { result, secrets } = await report(parts, { uploadCerts: true });
  expect(result).toEqual({
    endpoint: 'lb:8443',
    caCertHashes: [expect.stringMatching(/^sha256:[0-9a-f]{64}$/)],
    tokenExpires: later(24 * hour),
    certificateKeyExpires: later(2 * hour),
  });
  expect(secrets).toMatchObject({ token: 'abcdef.0123456789abcdef', certificateKey: key });
  for (const document of Object.values(secrets.joinConfigurations!)) {
    // What a program is given to join with is read as it stands.
    const text = toYaml(document as JsonObject);
    const { spec } = loadJoin({ program: 'tsadm', document: { file: 'join.yaml', text }, overrides: [] });
    expect(spec.discovery.bootstrapToken).toMatchObject({
      apiServerEndpoint: 'lb:8443',
      caCertHashes: result.caCertHashes,
    });
  }
  expect(secrets.joinConfigurations!.controlPlane).toMatchObject({ controlPlane: { certificateKey: key } });
});

test('a single control plane', async () => {
  const { result, secrets } = await report({});
  expect(result).toMatchObject({ endpoint: '10.0.0.10:6443', certificateKeyExpires: null });
  expect(secrets).toMatchObject({ certificateKey: null, joinConfigurations: { controlPlane: null } });
});

test('what is not to be printed is in neither part', async () => {
  const parts = { cluster: { controlPlaneEndpoint: 'lb:8443' }, certificateKey: new Secret(key) };
  const found = await report(parts, { uploadCerts: true, skipTokenPrint: true, skipCertificateKeyPrint: true });
  expect(found.secrets).toEqual({ token: null, certificateKey: null, joinConfigurations: null });
  expect(JSON.stringify(found)).not.toMatch(/abcdef\.|abab/);
});

test('a finished run that is given again knows no token', async () => {
  const { result, secrets } = await report({}, {}, 'unchanged');
  expect(result).toMatchObject({ endpoint: '10.0.0.10:6443', tokenExpires: null });
  expect(secrets).toEqual({ token: null, certificateKey: null, joinConfigurations: null });
});
