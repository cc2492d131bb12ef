import { describe, expect, test } from 'vitest';
import type { ConfigError } from '../../src/errors.ts';
import { mostTold } from '../../src/spec/issue-order.ts';
import type { BadInput } from './bad-input.ts';
import { corpus } from './corpus.ts';
import { errorOf, refusalOf } from './refusal.ts';
import { recordRules } from './rule-recorder.ts';

const recorder = recordRules();
const readable = corpus.filter(({ content }) => !(typeof content === 'object' && 'place' in content));

function each(inputs: readonly BadInput[]): readonly (readonly [string, BadInput])[] {
  return inputs.map((input) => [input.name, input] as const);
}

test('there are enough, all different', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(100);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

describe('refused in words', () => {
  test.each(each(readable))('%s', async (_, input) => {
    const text = await refusalOf(input);
    for (const part of input.tells) expect(text).toContain(part);
    expect(text).toContain('/kubeadm.yaml');
    expect(text).not.toMatch(/\n\s+at |This is a mistake in|undefined|\[object|function |call stack/);
    expect(text.length).toBeLessThan(100_000);
  });
});

test('every rule refuses something of it', () => expect(recorder.silent()).toEqual([]));

test('what is told has a bound and no secret', async () => {
  for (const input of readable) {
    const error = await errorOf(input);
    const { issues } = error as ConfigError;
    expect(issues.length).toBeLessThanOrEqual(mostTold);
    expect(JSON.stringify(issues)).not.toMatch(/0123456789abcdef|121212121212|1234567890123456/);
  }
}, 60_000);
