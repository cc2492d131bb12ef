import { expect, test } from 'vitest';
import { cluster } from './bad-cases.ts';
import { refusal } from './issue-lines.ts';

const password = 'correct-horse';

/** A variable whose value is written so. */
function text(value: string): string {
  return cluster(`scheduler:\n  extraEnvs:\n  - name: PASSWORD\n    value: ${value}`);
}

const fronts = [
  ...'!@#%^&*`~|>-?:,[]{}"\'',
  '',
  '!!',
  '!a!',
  '!<',
  '"a" ',
  '"a',
  '|9',
  '&a &b ',
  '\t',
  '--- ',
  '? ',
  '- ',
];
const backs = [
  '',
  ':',
  ': a',
  ' #',
  '"',
  "'",
  ']',
  '}',
  '\n---x',
  '\n   a: b',
  '\n  ]',
  '\n\tb',
  '\n...\n...x',
  '!a!',
  '>',
];

test('no complaint quotes a password, whatever YAML makes of it', () => {
  let refused = 0;
  for (const front of fronts) {
    for (const back of backs) {
      const issues = refusal(text(`${front}${password}${back}`));
      refused += issues.length > 0 ? 1 : 0;
      expect(JSON.stringify(issues), `${front} ${back}`).not.toContain(password);
      expect(JSON.stringify(refusal(`--- ${front}${password}${back}\n${cluster('')}`))).not.toContain(password);
    }
  }
  expect(refused).toBeGreaterThan(200);
});
