import { expect, test } from 'vitest';
import { durationText } from '../../src/render/duration-text.ts';

test.each([
  [0, '0ms'],
  [340.4, '340ms'],
  [1000, '1s'],
  [7540, '7.5s'],
  [59_940, '59.9s'],
  [59_960, '1m0s'],
  [240_000, '4m0s'],
  [3_600_000, '1h0m0s'],
  [86_400_000, '24h0m0s'],
])('%d ms is %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
