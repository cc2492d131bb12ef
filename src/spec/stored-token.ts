import type { KubeObject } from '../plan/json.ts';

/** A bootstrap token as it lies in a cluster. */
export interface StoredToken {
  readonly id: string;
  /** `id.secret`: secret. */
  readonly token: string;
  readonly description: string;
  /** RFC 3339, as stored; undefined: it never ends. */
  readonly expires: string | undefined;
  /** In order of their names. */
  readonly usages: readonly string[];
  readonly groups: readonly string[];
}

const usagePrefix = 'usage-bootstrap-';

/**
 * Reads the Secret of a bootstrap token as kubeadm does (1.36.3).
 * @returns why it is none, as a clause about the Secret without anything secret, when it is not well formed
 */
export function storedToken(secret: KubeObject): StoredToken | { readonly problem: string } {
  const data = (secret['data'] ?? {}) as { readonly [key: string]: string };
  const text = (key: string): string => (Object.hasOwn(data, key) ? decoded(data[key]!) : '');
  const id = text('token-id');
  if (secret.metadata.name !== `bootstrap-token-${id}`) return { problem: 'its name does not go with its token-id' };
  const token = `${id}.${text('token-secret')}`;
  if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) return { problem: 'it holds no well-formed token' };
  const expires = text('expiration');
  if (expires !== '' && Number.isNaN(Date.parse(expires))) return { problem: 'its expiration is no time' };
  const groups = text('auth-extra-groups');
  return {
    id,
    token,
    description: text('description'),
    expires: expires === '' ? undefined : expires,
    usages: Object.keys(data)
      .filter((key) => key.startsWith(usagePrefix) && text(key) === 'true')
      .map((key) => key.slice(usagePrefix.length))
      .sort(),
    groups: groups === '' ? [] : groups.split(','),
  };
}

function decoded(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
