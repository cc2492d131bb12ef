import type { KnownBootstrapToken } from '../manifests/bootstrap-token.ts';
import type { Mint, Secrets } from '../plan/phase.ts';
import { Secret } from '../plan/secret.ts';
import type { InitSpec } from '../spec/types.ts';

/** Shown where a dry run has no token because it mints nothing; has a token's form. */
const notMinted = new Secret('minted.when-it-is-run', 'a new token');

function mintName(index: number): string {
  return `bootstrap-token/${index}`;
}

/** Tokens that the configuration leaves open. */
export function tokenMints(spec: Pick<InitSpec, 'bootstrapTokens'>): readonly Mint[] {
  return spec.bootstrapTokens.flatMap((entry, index) =>
    entry.token === undefined ? [{ kind: 'token', name: mintName(index) } as const] : [],
  );
}

/** The configured tokens, those left open filled with what was minted. */
export function knownTokens(spec: Pick<InitSpec, 'bootstrapTokens'>, secrets: Secrets): readonly KnownBootstrapToken[] {
  return spec.bootstrapTokens.map((entry, index) => ({
    ...entry,
    token: entry.token ?? secrets.texts.get(mintName(index)) ?? notMinted,
  }));
}
