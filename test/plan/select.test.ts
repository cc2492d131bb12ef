import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import type { Phase } from '../../src/plan/phase.ts';
import { selectPhases } from '../../src/plan/select.ts';

const leaf = (name: string, more: Partial<Phase<unknown>> = {}): Phase<unknown> => ({ name, short: name, ...more });
const workflow = {
  command: 'toy',
  phases: [leaf('a'), leaf('b', { children: [leaf('x'), leaf('y')] }), leaf('c', { dependsOn: ['a'] })],
};
const names = (...args: Parameters<typeof selectPhases>) => selectPhases(...args).map(({ path }) => path);

describe('selectPhases', () => {
  it.each([
    ['everything, groups replaced by their children', { kind: 'all' } as const, [], ['a', 'b/x', 'b/y', 'c']],
    ['a group', { kind: 'phase', path: 'b' } as const, [], ['b/x', 'b/y']],
    ['one child', { kind: 'phase', path: 'b/y' } as const, [], ['b/y']],
    ['without a child', { kind: 'all' } as const, ['b/x'], ['a', 'b/y', 'c']],
    ['without a group and its children', { kind: 'all' } as const, ['b'], ['a', 'c']],
  ])('%s', (_, selection, skip, expected) => {
    expect(names(workflow, selection, skip)).toEqual(expected);
  });

  it.each([
    ['an unknown phase', { kind: 'all' } as const, ['z'], 'invalid phase name: z'],
    ['a child without its parent', { kind: 'all' } as const, ['x'], 'invalid phase name: x'],
    ['a phase without what it depends on', { kind: 'all' } as const, ['a'], 'phase c needs'],
    ['a phase with dependencies alone', { kind: 'phase', path: 'c' } as const, [], 'phase c needs'],
  ])('refuses %s', (_, selection, skip, message) => {
    expect(() => selectPhases(workflow, selection, skip)).toThrow(UsageError);
    expect(() => selectPhases(workflow, selection, skip)).toThrow(message);
  });
});
