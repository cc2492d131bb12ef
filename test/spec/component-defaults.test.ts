import { expect, test } from 'vitest';
import { argsWithDefaults, componentWithDefaults, envsWithDefaults } from '../../src/spec/component-defaults.ts';

test('nothing is empty lists', () => {
  expect(componentWithDefaults(undefined)).toEqual({ extraArgs: [], extraVolumes: [], extraEnvs: [] });
});

test('absent parts are empty, order and duplicates stay', () => {
  expect(argsWithDefaults([{ name: 'b' }, null, { name: 'a', value: '1' }, { name: 'a', value: '0' }])).toEqual([
    { name: 'b', value: '' },
    { name: '', value: '' },
    { name: 'a', value: '1' },
    { name: 'a', value: '0' },
  ]);
});

test('literal values are secret, references are completed', () => {
  const [literal, empty, field, resource] = envsWithDefaults([
    { name: 'A', value: 'secret' },
    { name: 'B', value: '' },
    { name: 'C', valueFrom: { fieldRef: { fieldPath: 'p', apiVersion: null } } },
    { name: 'D', valueFrom: { resourceFieldRef: { resource: 'r' } } },
  ]);
  expect(JSON.stringify(literal)).not.toContain('secret');
  expect(literal?.value?.reveal()).toBe('secret');
  expect(empty).toEqual({ name: 'B' });
  expect(field?.valueFrom).toEqual({ fieldRef: { fieldPath: 'p', apiVersion: 'v1' } });
  expect(resource?.valueFrom).toEqual({ resourceFieldRef: { resource: 'r', divisor: '0' } });
});
