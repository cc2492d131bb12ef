import { expect, test } from 'vitest';
import { kubeletFields, kubeProxyFields } from '../../../src/spec/schema/component-fields.ts';
import { unknownFields } from '../../../src/spec/schema/unknown-fields.ts';

test.each([
  [{ apiVersion: 'a', kind: 'b', cgroupDriver: 'systemd', evictionHard: { any: '1' } }, []],
  [{ cgroupdriver: 'systemd' }, ['cgroupdriver']],
  [{ authentication: { anonymous: { enable: true } } }, ['authentication.anonymous.enable']],
  [{ logging: { options: { json: { infoBufferSize: '0' } } } }, []],
  [{ registerWithTaints: [{ key: 'a', efect: 'x' }] }, ['registerWithTaints.0.efect']],
  [{ authentication: null, tlsCurvePreferences: ['x'] }, []],
])('%j', (document, paths) => {
  expect(unknownFields(kubeletFields, document).map(({ path }) => path.join('.'))).toEqual(paths);
});

test('the nearest known name is offered', () => {
  expect(unknownFields(kubeProxyFields, { conntrack: { maxPerCor: 1 } })).toMatchObject([
    { path: ['conntrack', 'maxPerCor'], hint: 'did you mean "maxPerCore"?' },
  ]);
});
