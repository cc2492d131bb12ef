import { expect, test } from 'vitest';
import { rowText, timePartsText } from '../../bench/report.ts';
import { median, ratios, spread } from '../../bench/statistics.ts';

test('the median is the middle, or lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(() => median([])).toThrow('no values');
  expect(spread([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9 });
});

test('ratios are those of pairs, not of medians', () => {
  const pairs = [
    { tsadm: 1, kubeadm: 2 },
    { tsadm: 9, kubeadm: 3 },
  ];
  expect(ratios(pairs)).toEqual([0.5, 3]);
  expect(rowText({ name: 'something', unit: 's', pairs })).toBe(
    [
      'something, s, 2 pairs',
      '  tsadm       5.000  (1.000 to 9.000)',
      '  kubeadm     2.500  (2.000 to 3.000)',
      '  ratio        1.75  (0.50 to 3.00)  pair by pair: 0.50 3.00',
    ].join('\n'),
  );
});

test('parts of a run come most first, and what is too short to matter as one', () => {
  const parts = [
    { part: 'certs/ca', seconds: 0.004 },
    { part: 'certs/sa', seconds: 0.003 },
    { part: 'preflight', seconds: 0.2 },
    { part: 'wait-control-plane', seconds: 5 },
  ];
  expect(timePartsText(parts).split('\n').slice(1)).toEqual([
    '     5.000  wait-control-plane',
    '     0.200  preflight',
    '     0.007  (2 more)',
  ]);
});
