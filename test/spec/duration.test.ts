import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/spec/duration.ts';

test.each([
  ['0', 0, '0s'],
  ['0s', 0, '0s'],
  ['8760h', 8760 * 3_600_000, '8760h0m0s'],
  ['87600h0m0s', 87_600 * 3_600_000, '87600h0m0s'],
  ['4m', 240_000, '4m0s'],
  ['90s', 90_000, '1m30s'],
  ['1.5h', 5_400_000, '1h30m0s'],
  ['+1h3s', 3_603_000, '1h0m3s'],
  ['-5m', -300_000, '-5m0s'],
  ['1.s', 1000, '1s'],
  ['.5s', 500, '500ms'],
  ['1500ms', 1500, '1.5s'],
  ['20ms', 20, '20ms'],
  ['1ms500us', 1.5, '1.5ms'],
  ['3us', 0.003, '3µs'],
  ['3µs', 0.003, '3µs'],
  ['7ns', 0.000007, '7ns'],
  ['1s1ns', 1000.000001, '1.000000001s'],
  ['2562047h47m16.854775807s', 9_223_372_036_854.775, undefined],
])('%s', (text, milliseconds, printed) => {
  expect(parseDuration(text)).toBeCloseTo(milliseconds, 2);
  if (printed !== undefined) expect(formatDuration(parseDuration(text)!)).toBe(printed);
});

test.each(['', ' 5m', '5', '5x', '.h', 'h', '1d', '-', '5m ', '1e3s', '9999999h', '1_0s', '--5m'])(
  '%j is none',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
