import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allowedDifferences as ofLab } from '../lab/allowed-differences.ts';
import { allowedDifferences } from './allowed-differences.ts';
import { cases } from './cases.ts';
import { coreCases } from './core-cases.ts';
import { accepted, coverage, coverageText, isNeverTaken, unknownOptions } from './coverage.ts';

test('COVERAGE.md is up to date: npx tsx test/equivalence/write-coverage.ts', () => {
  expect(readFileSync(join(import.meta.dirname, 'COVERAGE.md'), 'utf8')).toBe(coverageText());
});

test('every field is in a case that both take', () => {
  const bare = coverage.fields.filter(({ subject, taken }) => taken.length === 0 && !isNeverTaken(subject));
  expect(bare.map(({ subject }) => subject)).toEqual([]);
});

test('every field and every option is left out in a case that both take', () => {
  const always = [...coverage.fields, ...coverage.options].filter(({ taken }) => taken.length >= accepted);
  expect(always.map(({ subject }) => subject)).toEqual([]);
});

test('what cannot be taken is in a case that is refused', () => {
  const never = coverage.fields.filter(({ subject }) => isNeverTaken(subject));
  expect(never.filter(({ taken, refused }) => taken.length + refused.length === 0)).toEqual([]);
});

test('every option is in a case, and every word of a case is an option', () => {
  const bare = coverage.options.filter(({ taken, refused }) => taken.length + refused.length === 0);
  expect(bare.map(({ subject }) => subject)).toEqual([]);
  expect(unknownOptions).toEqual([]);
});

test('few differences are allowed', () => {
  expect(Object.keys(allowedDifferences).length + ofLab.length).toBeLessThanOrEqual(15);
});

test('the core is made of cases', () => {
  expect(coreCases.filter((name) => !(name in cases))).toEqual([]);
});
