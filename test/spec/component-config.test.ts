import { expect, test } from 'vitest';
import { componentConfig } from '../../src/spec/component-config.ts';

test('a document loses what says that it is one', () => {
  expect(componentConfig({ apiVersion: 'a/v1', kind: 'B', c: { d: null } })).toEqual({
    object: { c: { d: null } },
    userSupplied: true,
  });
});

test('no document is an empty one that nobody gave', () => {
  expect(componentConfig(undefined)).toEqual({ object: {}, userSupplied: false });
});
