import { describe, expect, it } from 'vitest';
import { kubeletMergeKeys, podMergeKeys } from '../../src/manifests/merge-keys.ts';
import { PatchMismatch, strategicMerge } from '../../src/manifests/strategic-merge.ts';
import type { JsonObject } from '../../src/plan/json.ts';

/** Expected results are those of k8s.io/apimachinery v0.36.3 (StrategicMergePatch with core/v1 Pod). */
const env = [
  { name: 'a', value: '1' },
  { name: 'b', value: '2' },
  { name: 'c', value: '3' },
];
const merge = (original: JsonObject, patch: JsonObject) => strategicMerge(original, patch, podMergeKeys);

describe('lists with a merge key', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a new item comes first', { env: [{ name: 'n' }] }, { env: [{ name: 'n' }, ...env] }],
    [
      'an item is changed in its place',
      { env: [{ name: 'b', value: 'x' }] },
      { env: [env[0]!, { name: 'b', value: 'x' }, env[2]!] },
    ],
    [
      'the order of the patch counts for its items',
      { env: [{ name: 'c' }, { name: 'n' }, { name: 'a' }] },
      { env: [env[1]!, env[2]!, { name: 'n' }, env[0]!] },
    ],
    ['an item is deleted', { env: [{ name: 'b', $patch: 'delete' }] }, { env: [env[0]!, env[2]!] }],
    ['the list is replaced', { env: [{ name: 'n' }, { $patch: 'replace' }] }, { env: [{ name: 'n' }] }],
    ['the list is removed', { env: null }, {}],
    ['nothing', { env: [] }, { env }],
    [
      'an order alone',
      { '$setElementOrder/env': [{ name: 'c' }, { name: 'a' }, { name: 'b' }] },
      { env: [env[2]!, env[0]!, env[1]!] },
    ],
  ])('%s', (_, patch, expected) => {
    expect(merge({ env }, patch)).toEqual(expected);
  });

  it('goes by the port of a port', () => {
    expect(
      merge({ ports: [{ containerPort: 1, name: 'x' }] }, { ports: [{ containerPort: 1, protocol: 'UDP' }] }),
    ).toEqual({ ports: [{ containerPort: 1, name: 'x', protocol: 'UDP' }] });
  });
});

describe('lists of texts', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['merge', { finalizers: ['z', 'a'] }, { finalizers: ['z', 'a', 'b'] }],
    ['lose values', { '$deleteFromPrimitiveList/finalizers': ['a'] }, { finalizers: ['b'] }],
  ])('%s', (_, patch, expected) => {
    expect(merge({ finalizers: ['a', 'b'] }, patch)).toEqual(expected);
  });
});

it('replaces lists without a merge key', () => {
  expect(merge({ tolerations: [{ key: 'a' }], command: ['x'] }, { tolerations: [], command: ['y'] })).toEqual({
    tolerations: [],
    command: ['y'],
  });
  expect(strategicMerge({ env }, { env: [] }, kubeletMergeKeys)).toEqual({ env: [] });
});

describe('objects', () => {
  const original = { volume: { name: 'v', hostPath: { path: '/a', type: '' } } };

  it.each<[string, JsonObject, JsonObject]>([
    ['merge', { volume: { hostPath: { path: '/b' } } }, { volume: { name: 'v', hostPath: { path: '/b', type: '' } } }],
    ['lose fields', { volume: { hostPath: null } }, { volume: { name: 'v' } }],
    ['are replaced', { volume: { $patch: 'replace', name: 'n' } }, { volume: { name: 'n' } }],
    ['are emptied', { volume: { $patch: 'delete' } }, { volume: {} }],
    [
      'keep what is named',
      { volume: { $retainKeys: ['name', 'emptyDir'], emptyDir: {} } },
      { volume: { name: 'v', emptyDir: {} } },
    ],
    ['come new without nulls', { labels: { a: null, b: '1' } }, { ...original, labels: { b: '1' } }],
    ['change type', { volume: 'text' }, { volume: 'text' }],
  ])('%s', (_, patch, expected) => {
    expect(merge(original, patch)).toEqual(expected);
  });
});

it.each<[string, JsonObject]>([
  ['an item without its key', { env: [{ value: '1' }] }],
  ['an unknown directive', { $patch: 'merge' }],
  ['an unknown directive in a list', { env: [{ name: 'a', $patch: 'merge' }] }],
  ['a field outside $retainKeys', { $retainKeys: ['a'], b: 1 }],
  ['$retainKeys that is no list', { $retainKeys: 'a' }],
])('refuses %s', (_, patch) => {
  expect(() => merge({ env }, patch)).toThrow(PatchMismatch);
});
