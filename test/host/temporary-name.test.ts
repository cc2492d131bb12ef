import { expect, test } from 'vitest';
import { isTemporaryNameOf, temporaryName } from '../../src/host/temporary-name.ts';

test('a temporary name is hidden, new each time, short enough, and known again', () => {
  for (const name of ['ca.key', 'a.b.c', 'x'.repeat(255)]) {
    const temporary = temporaryName(name);
    expect(temporary).toMatch(/^\./);
    expect(temporary.length).toBeLessThanOrEqual(255);
    expect(temporaryName(name)).not.toBe(temporary);
    expect(isTemporaryNameOf(new Set(['other', name]), temporary)).toBe(true);
    expect(isTemporaryNameOf(new Set(['other']), temporary)).toBe(false);
  }
});

test.each([
  'ca.key',
  '.ca.key',
  '.ca.key.0123',
  '.ca.key.0123456789ag',
  'ca.key.0123456789ab',
  '.ca.key.0123456789ab.old',
])('%s is none', (name) => {
  expect(isTemporaryNameOf(new Set(['ca.key']), name)).toBe(false);
});
