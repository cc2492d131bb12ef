import { expect, test } from 'vitest';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { goodCases } from './good-cases.ts';
import { expectLines, issueLines, refusal } from './issue-lines.ts';

test.each(goodCases.map((one) => [one.name, one] as const))('taken: %s', (_, { text, warnings = [] }) => {
  expect(refusal(text)).toEqual([]);
  const loaded = loadInitSpec({ program: 'tsadm', document: { file: 'a.yaml', text }, overrides: [] });
  expectLines(issueLines(loaded.warnings, 'a.yaml'), warnings);
});
