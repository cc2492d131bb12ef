import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/plan/json.ts';
import { differences } from '../../src/plan/subset.ts';

describe('differences', () => {
  it.each<[string, Json, Json, readonly string[]]>([
    ['equal', { a: 1 }, { a: 1 }, []],
    ['defaults of the server', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }, []],
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b']],
    ['something missing', { a: 1, b: 2 }, { a: 1 }, ['b']],
    ['list of another length', { a: [1] }, { a: [1, 2] }, ['a']],
    ['list element', { a: [{ b: 1 }] }, { a: [{ b: 2, c: 3 }] }, ['a[0].b']],
    ['an empty map that the server drops', { a: {} }, {}, []],
    ['a null that the server drops', { a: null }, {}, []],
    ['an empty list that the server drops', { a: [] }, {}, []],
    ['a map where a text is', { a: { b: 1 } }, { a: 'x' }, ['a']],
  ])('%s', (_, wanted, live, expected) => {
    expect(differences(wanted, live)).toEqual(expected);
  });
});
