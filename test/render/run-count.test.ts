import { expect, test } from 'vitest';
import type { RemoveEffect } from '../../src/plan/effect.ts';
import { RunCount } from '../../src/render/run-count.ts';
import { apply, start, write } from './effects.ts';

const remove = { kind: 'remove', id: 'cleanup-node:x', why: 'x', path: '/x', what: 'x' } as RemoveEffect;

test('counts files, objects and what was removed; what is kept counts for nothing', () => {
  const count = new RunCount();
  count.add(write(), { verdict: 'create' });
  count.add(write(), { verdict: 'chmod' });
  count.add(write(), { verdict: 'keep' });
  count.add(apply('ConfigMap', 'a'), { verdict: 'change' });
  count.add(apply('ConfigMap', 'b'), { verdict: 'keep' });
  count.add(start, { verdict: 'do' });
  count.add(remove, { verdict: 'delete' });
  count.add(remove, { verdict: 'absent' });
  expect(count.text(9700)).toBe('Done in 9.7s: 2 files and 1 object of the cluster written, 1 thing removed.');
});

test('where nothing on the machine was touched there is nothing to count', () => {
  const count = new RunCount();
  count.add(apply('Secret', 'a'), { verdict: 'create' });
  count.add(start, { verdict: 'do' });
  expect(count.text(400)).toBeUndefined();
});
