import { createHmac, timingSafeEqual } from 'node:crypto';

/** A bootstrap token in its two halves: `abcdef` may be seen, the 16 characters after the dot are the secret. */
export interface TokenParts {
  readonly id: string;
  readonly secret: string;
}

/** The halves of a token of the form `[a-z0-9]{6}.[a-z0-9]{16}`. */
export function tokenParts(token: string): TokenParts {
  const dot = token.indexOf('.');
  return { id: token.slice(0, dot), secret: token.slice(dot + 1) };
}

/**
 * The signature under which the controller manager publishes cluster-info for a token: a JWS in compact form whose
 * payload is left out (RFC 7515, appendix F), HS256 with the token's secret, the token's id as key id.
 */
export function signDetached(payload: string, { id, secret }: TokenParts): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', kid: id }));
  return `${header}..${mac(header, payload, secret)}`;
}

/** Whether a detached signature fits a payload and a token. Another algorithm or key id does not. */
export function isSignedBy(signature: string, payload: string, { id, secret }: TokenParts): boolean {
  const parts = signature.split('.');
  const [header = '', between, given = ''] = parts;
  if (parts.length !== 3 || between !== '') return false;
  const { alg, kid } = headerOf(header);
  if (alg !== 'HS256' || kid !== id) return false;
  const wanted = Buffer.from(mac(header, payload, secret));
  const found = Buffer.from(given);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

function mac(header: string, payload: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(`${header}.${base64url(payload)}`)
    .digest('base64url');
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function headerOf(encoded: string): { readonly alg?: unknown; readonly kid?: unknown } {
  try {
    return (JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) ?? {}) as object;
  } catch {
    return {};
  }
}
