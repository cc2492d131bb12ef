import { expect, test } from 'vitest';
import { type UploadCertificatesInput, uploadCertificates } from '../../src/operations/upload-certificates.ts';
import { Secret } from '../../src/plan/secret.ts';
import { operationContext } from './operation-context.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const input: UploadCertificatesInput = {
  via: { kubeconfig: '/admin.conf' },
  owner: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
  },
  certificates: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kubeadm-certs', namespace: 'kube-system' } },
  ttlMs: 7_200_000,
};
const secrets = {
  owner: new Secret(JSON.stringify({ 'token-id': base64('abcdef'), 'token-secret': base64('0123456789abcdef') })),
  certificates: new Secret(JSON.stringify({ 'ca.key': base64('sealed') })),
};
const ownerRef = { apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: 'bootstrap-token-abcdef' };
const certsRef = { ...ownerRef, name: 'kubeadm-certs' };

test('makes the owner, then the certificates that it owns', async () => {
  const context = operationContext({ secrets });
  expect((await uploadCertificates.look!(input, context)).verdict).toBe('create');
  await uploadCertificates.act(input, context);
  const owner = context.host.kube.stored(ownerRef)!;
  const expiration = (owner['data'] as { expiration: string }).expiration;
  expect(Buffer.from(expiration, 'base64').toString()).toBe('2026-01-15T14:00:00Z');
  const certificates = context.host.kube.stored(certsRef)!;
  expect(certificates['data']).toEqual({ 'ca.key': base64('sealed') });
  expect(certificates.metadata['ownerReferences']).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Secret',
      name: 'bootstrap-token-abcdef',
      uid: owner.metadata['uid'],
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  expect((await uploadCertificates.look!(input, context)).verdict).toBe('keep');
});

test('writes over an older upload and over a half-done one', async () => {
  const context = operationContext({ secrets });
  context.host.kube.put({ ...input.certificates, data: { 'ca.key': base64('old') } });
  expect((await uploadCertificates.look!(input, context)).verdict).toBe('change');
  await uploadCertificates.act(input, context);
  await uploadCertificates.act(input, context);
  expect(context.host.kube.stored(certsRef)!['data']).toEqual({ 'ca.key': base64('sealed') });
});

test('a dry run without secrets knows only that it is to do', async () => {
  expect((await uploadCertificates.look!(input, operationContext())).verdict).toBe('do');
});

test('its words and input hold no secret', () => {
  expect(uploadCertificates.describe(input)).toContain('kube-system/kubeadm-certs for 2 h');
});

test('undo takes both away', async () => {
  const context = operationContext({ secrets });
  await uploadCertificates.act(input, context);
  if ('undo' in uploadCertificates.inverse) await uploadCertificates.inverse.undo(input, context);
  expect(context.host.kube.stored(certsRef)).toBeUndefined();
  expect(context.host.kube.stored(ownerRef)).toBeUndefined();
});
