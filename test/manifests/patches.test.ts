import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import type { Patch } from '../../src/manifests/patch-files.ts';
import { applyPatches, patchesOf } from '../../src/manifests/patches.ts';
import type { Json, JsonObject } from '../../src/plan/json.ts';
import { factsOf, initSpec } from './spec-builder.ts';

const shared = { x: 'shared' };
const object: JsonObject = { a: { b: [1, 2], gone: true }, one: shared, two: shared };

function apply(type: Patch['type'], value: Json): JsonObject {
  return applyPatches('etcd', object, { ignored: [], patches: [{ target: 'etcd', type, file: '/p/f', value }] }).object;
}

describe('applyPatches', () => {
  it('strategic', () => {
    expect(apply('strategic', { a: { gone: null, new: 1 } })).toMatchObject({ a: { b: [1, 2], new: 1 } });
  });

  it('merge', () => {
    expect(apply('merge', { a: { gone: null, b: [3] } })).toMatchObject({ a: { b: [3] } });
  });

  it('writes a static Pod as Go would, and an addon as it came out', () => {
    const value = { spec: { containers: [{ name: 'side' }] } };
    const patched = (target: 'etcd' | 'corednsdeployment') =>
      applyPatches(target, {}, { ignored: [], patches: [{ target, type: 'merge', file: 'f', value }] }).object;
    expect(patched('etcd')).toEqual({ spec: { containers: [{ name: 'side', resources: {} }] } });
    expect(patched('corednsdeployment')).toEqual(value);
  });

  it('json', () => {
    const operations = [
      { op: 'test', path: '/a/b/0', value: 1 },
      { op: 'add', path: '/a/b/-', value: 3 },
      { op: 'remove', path: '/a/gone' },
    ];
    expect(apply('json', operations)).toMatchObject({ a: { b: [1, 2, 3] } });
  });

  it('json: replace may set a member that is not there, as with kubeadm', () => {
    expect(apply('json', [{ op: 'replace', path: '/new', value: 1 }])).toMatchObject({ new: 1 });
  });

  it('changes one place of an object that holds a part twice, and not the object given', () => {
    for (const patched of [
      apply('json', [{ op: 'add', path: '/one/y', value: 1 }]),
      apply('merge', { one: { y: 1 } }),
      apply('strategic', { one: { y: 1 } }),
    ]) {
      expect(patched).toMatchObject({ one: { x: 'shared', y: 1 }, two: { x: 'shared' } });
      expect(patched['two']).toEqual({ x: 'shared' });
    }
    expect(object).toEqual({ a: { b: [1, 2], gone: true }, one: { x: 'shared' }, two: { x: 'shared' } });
  });

  it('applies in order and tells which', () => {
    const patches: Patch[] = [
      { target: 'etcd', type: 'merge', file: '1', value: { v: 1 } },
      { target: 'kube-apiserver', type: 'merge', file: '2', value: { v: 2 } },
      { target: 'etcd', type: 'json', file: '3', value: [{ op: 'test', path: '/v', value: 1 }] },
    ];
    const { object: patched, applied } = applyPatches('etcd', {}, { patches, ignored: [] });
    expect(patched).toEqual({ v: 1 });
    expect(applied).toEqual([
      { target: 'etcd', type: 'merge', file: '1' },
      { target: 'etcd', type: 'json', file: '3' },
    ]);
  });

  it.each<[string, Patch['type'], Json]>([
    ['an operation on nothing', 'json', [{ op: 'remove', path: '/none' }]],
    ['a failed test', 'json', [{ op: 'test', path: '/a/b/0', value: 5 }]],
    ['replacing the end of a list', 'json', [{ op: 'replace', path: '/a/b/-', value: 5 }]],
    ['a path that is no pointer', 'json', [{ op: 'add', path: 'a', value: 5 }]],
    ['an unknown operation', 'json', [{ op: 'x', path: '/a' }]],
    ['an operation that is no object', 'json', [5]],
    ['an object where operations belong', 'json', { a: 1 }],
    ['a list where an object belongs', 'merge', [1]],
    ['a text where an object belongs', 'strategic', 'x'],
    ['an unknown directive', 'strategic', { a: { $patch: 'x' } }],
  ])('refuses %s, naming the file', (_, type, value) => {
    try {
      apply(type, value);
      expect.fail('not refused');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).issues[0]!.file).toBe('/p/f');
    }
  });
});

describe('patchesOf', () => {
  const spec = initSpec({ patchesDirectory: '/p' });

  it('has none without a folder', () => {
    expect(patchesOf(initSpec(), factsOf()).patches).toEqual([]);
  });

  it('reads the looked-at folder', () => {
    const trees = new Map([['/p', [{ path: '/p/etcd.yaml', text: 'a: 1' }]]]);
    expect(patchesOf(spec, factsOf({ trees })).patches).toHaveLength(1);
  });

  it('refuses a folder that is missing', () => {
    expect(() => patchesOf(spec, factsOf({ trees: new Map([['/p', undefined]]) }))).toThrow(ConfigError);
  });

  it('calls it our bug when nobody looked', () => {
    expect(() => patchesOf(spec, factsOf())).toThrow('no look names it');
  });
});
