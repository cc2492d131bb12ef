import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../src/plan/secret.ts';

it('shows its text to nobody but reveal', () => {
  const secret = new Secret('swordfish', 'token');
  for (const shown of [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }),
    Object.values(secret).join(),
  ]) {
    expect(shown).not.toContain('swordfish');
  }
  expect(secret.reveal()).toBe('swordfish');
});
