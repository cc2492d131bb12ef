import { expect, it } from 'vitest';
import { type GoShape, goDocument } from '../../src/manifests/go-document.ts';

const shape: GoShape = {
  zero: { a: '', sub: { d: '0s' }, list: null },
  durations: ['sub.d', 'other'],
  omitEmpty: ['off', 'name', 'items', 'map'],
};

it('writes what is always written', () => {
  expect(goDocument({}, shape)).toEqual({ a: '', sub: { d: '0s' }, list: null });
});

it('takes null for not set', () => {
  expect(goDocument({ a: null, sub: null, list: null, name: null }, shape)).toEqual(goDocument({}, shape));
});

it('leaves out empty values of fields that are not written empty', () => {
  expect(goDocument({ off: false, name: '', items: [], map: {} }, shape)).toEqual(goDocument({}, shape));
  expect(goDocument({ off: true, name: 'n', items: [0], list: [], unknown: false }, shape)).toMatchObject({
    off: true,
    name: 'n',
    items: [0],
    list: [],
    unknown: false,
  });
});

it('spells durations as Go does, and leaves alone what is none', () => {
  expect(goDocument({ sub: { d: '90s' }, other: 'soon' }, shape)).toMatchObject({ sub: { d: '1m30s' }, other: 'soon' });
});
