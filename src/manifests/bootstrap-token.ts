import type { KubeObject } from '../plan/json.ts';
import type { Secret } from '../plan/secret.ts';
import type { BootstrapToken } from '../spec/types.ts';
import type { ManifestObject } from './manifest-object.ts';

/** A bootstrap token whose text is known. */
export type KnownBootstrapToken = BootstrapToken & { readonly token: Secret };

/**
 * The Secret of a bootstrap token. It is replaced as a whole: an expiration or usage of an older token of the same id
 * must not live on.
 * @param startedAt when the token's time to live begins, in milliseconds since the epoch
 */
export function bootstrapTokenSecret(token: KnownBootstrapToken, startedAt: number): ManifestObject {
  const [id, secret] = token.token.reveal().split('.') as [string, string];
  const expiration = bootstrapTokenExpiration(token, startedAt);
  const data: Record<string, string> = {
    'token-id': id,
    'token-secret': secret,
    ...(token.description === '' ? {} : { description: token.description }),
    ...(expiration === undefined ? {} : { expiration }),
    ...Object.fromEntries(token.usages.map((usage) => [`usage-bootstrap-${usage}`, 'true'])),
    ...(token.groups.length === 0 ? {} : { 'auth-extra-groups': token.groups.join(',') }),
  };
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: bootstrapTokenSecretName(id), namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoaUtf8(value)])),
  };
  return { object, policy: 'replace', secret: true };
}

/** When a token ends, RFC 3339; undefined for one that lives for ever: time to live zero, or less (kubeadm 1.36.3). */
export function bootstrapTokenExpiration({ ttl }: Pick<BootstrapToken, 'ttl'>, startedAt: number): string | undefined {
  return ttl <= 0 ? undefined : utcSeconds(startedAt + ttl);
}

/** Name of the Secret of a token id. */
export function bootstrapTokenSecretName(id: string): string {
  return `bootstrap-token-${id}`;
}

/** RFC 3339 in UTC, whole seconds. */
function utcSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function btoaUtf8(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
