import { expect, it } from 'vitest';
import { bootstrapTokenSecret, type KnownBootstrapToken } from '../../src/manifests/bootstrap-token.ts';
import { certificatesOwnerToken } from '../../src/manifests/certificates-secret.ts';
import { Secret } from '../../src/plan/secret.ts';

const startedAt = Date.UTC(2026, 0, 31, 23, 30, 0, 999);
const token: KnownBootstrapToken = {
  token: new Secret('abcdef.0123456789abcdef'),
  description: 'für Äpfel',
  ttl: 60 * 60 * 1000,
  usages: ['signing', 'authentication'],
  groups: ['system:bootstrappers:a', 'system:bootstrappers:b'],
};

function dataOf(one: KnownBootstrapToken): Record<string, string> {
  const { data } = bootstrapTokenSecret(one, startedAt).object as unknown as { data: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

it('holds what the bootstrap controllers read', () => {
  expect(dataOf(token)).toEqual({
    'token-id': 'abcdef',
    'token-secret': '0123456789abcdef',
    description: 'für Äpfel',
    expiration: '2026-02-01T00:30:00Z',
    'usage-bootstrap-signing': 'true',
    'usage-bootstrap-authentication': 'true',
    'auth-extra-groups': 'system:bootstrappers:a,system:bootstrappers:b',
  });
});

it('leaves out what is not set', () => {
  expect(Object.keys(dataOf({ ...token, description: '', ttl: 0, usages: [], groups: [] }))).toEqual([
    'token-id',
    'token-secret',
  ]);
});

it('is a secret that replaces an older one', () => {
  const { object, policy, secret } = bootstrapTokenSecret(token, startedAt);
  expect({ policy, secret }).toEqual({ policy: 'replace', secret: true });
  expect(object).toMatchObject({
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
  });
});

it('the owner of the certificates lives for two hours and may do nothing', () => {
  expect(dataOf(certificatesOwnerToken(token.token))).toEqual({
    'token-id': 'abcdef',
    'token-secret': '0123456789abcdef',
    description: 'Proxy for managing TTL for the kubeadm-certs secret',
    expiration: '2026-02-01T01:30:00Z',
  });
});
