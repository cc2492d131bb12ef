import { expect, test } from 'vitest';
import { badCases } from './bad-cases.ts';
import { expectLines, issueLines, refusal } from './issue-lines.ts';

test.each(badCases.map((one) => [one.name, one] as const))('refused: %s', (_, { text, issues }) => {
  expectLines(issueLines(refusal(text), 'kubeadm.yaml'), issues);
});

test('every complaint is told where the reader can act on it', () => {
  for (const { text } of badCases) {
    for (const issue of refusal(text)) {
      expect(issue.message).not.toMatch(/[.]$/);
      expect(`${issue.found ?? ''}`).not.toContain('undefined');
    }
  }
});
