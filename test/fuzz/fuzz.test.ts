import { expect, test } from 'vitest';
import { textOf, tryText } from './case.ts';
import { goodDocuments } from './good-documents.ts';

test('good documents are taken or refused without a problem', () => {
  for (const [index, text] of goodDocuments.entries()) expect(tryText(text, index).problems).toEqual([]);
}, 60_000);

test('a case is the same every time', () => {
  expect(textOf(1, 17)).toBe(textOf(1, 17));
  expect(new Set(Array.from({ length: 50 }, (_, index) => textOf(1, index))).size).toBeGreaterThan(40);
});

/** The first of the cases of `npm run fuzz -- 100000 1`. */
test('two thousand mutated documents', { timeout: 120_000 }, () => {
  let taken = 0;
  for (let index = 0; index < 2000; index++) {
    const outcome = tryText(textOf(1, index), index);
    expect(outcome.problems, `npm run fuzz -- 1 1 ${index}`).toEqual([]);
    taken += outcome.taken ? 1 : 0;
  }
  // Some mutations must do no harm, and most must.
  expect(taken).toBeGreaterThan(200);
  expect(taken).toBeLessThan(1000);
});
