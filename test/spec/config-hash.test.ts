import { expect, it } from 'vitest';
import { configHash } from '../../src/spec/config-hash.ts';

it('covers the values in order of their keys, and nothing else', () => {
  expect(configHash({ b: 'lo', a: 'hel' })).toBe(configHash({ x: 'hello' }));
  expect(configHash({ x: 'hello' })).toBe('sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
});
