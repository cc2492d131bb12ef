import { expect, test } from 'vitest';
import { corefile as defaultCorefile } from '../../../src/manifests/corefile.ts';
import { isKnownDefault, ownWords } from '../../../src/spec/corefile/known-default.ts';
import { readCorefile } from '../../../src/spec/corefile/read-corefile.ts';
import { corefiles } from '../../equivalence/live/corefiles.ts';

const old = corefiles.find(({ name }) => name === 'the default of 1.18')!.text;

test.each([
  ['an older default', old, true],
  ['with other words where defaults leave them open', old.replace('/etc/resolv.conf', '10.0.0.2'), true],
  ['in another order', old.replace('    errors\n', '').replace('    loop', '    errors\n    loop'), true],
  ['nothing', '# only a comment', true],
  ['with a plugin more', old.replace('    loop', '    log\n    loop'), false],
  ['with an option changed', old.replace('ttl 30', 'ttl 5'), false],
  ['with two words where defaults have one', old.replace('/etc/resolv.conf', '10.0.0.2 10.0.0.3'), false],
  ['with another block', `${old}corp {\n}\n`, false],
  ['the default of today, which kubeadm does not count', defaultCorefile('cluster.local'), false],
])('%s', (_, text, known) => {
  expect(isKnownDefault(readCorefile(text))).toBe(known);
});

test('words that the default of today does not have', () => {
  const today = readCorefile(defaultCorefile('cluster.local'));
  expect(ownWords(readCorefile(old), today)).toEqual([]);
  expect(ownWords(readCorefile(old.replace('/etc/resolv.conf', '10.0.0.2')), today)).toEqual(['forward . 10.0.0.2']);
});
