import { expect, test } from 'vitest';
import { corefileUpgrade } from '../../../src/spec/corefile/corefile-upgrade.ts';
import { corefiles } from '../../equivalence/live/corefiles.ts';

const textOf = (name: string) => corefiles.find((corefile) => corefile.name === name)!.text;
const upgraded = (corefile: string | undefined, tag: string) =>
  corefileUpgrade({ corefile, tag, deployment: undefined }, 'v1.14.2');

test.each([
  ['without a Corefile', undefined, '', 'default'],
  ['an empty one', '', 'v1.13.1', 'default'],
  ['an older default', textOf('the default of 1.18'), '1.6.7', 'default'],
  ['an older default that nobody serves', textOf('the default of 1.18'), '', 'default'],
  ['the default of today', textOf('the default of today'), 'v1.13.1', 'kept'],
  ['options that were removed', textOf('options that were removed'), '1.6.2', 'migrated'],
  ['the same when nothing is upgraded', textOf('options that were removed'), 'v1.14.2', 'kept'],
  ['the same when nobody serves it', textOf('options that were removed'), '', 'kept'],
  // kubeadm 1.37.0 knows no way from v1.6.2, only from 1.6.2.
  ['a tag with a v before what must be migrated', textOf('options that were removed'), 'v1.6.2', 'stuck'],
  ['an unknown release, even of a default', textOf('the default of 1.18'), 'v1.11.3-own', 'refused'],
  ['a newer release', textOf('the default of today'), 'v1.14.6', 'refused'],
  ['what cannot be read', '{\n x\n}\n', 'v1.13.1', 'refused'],
])('%s: %4$s', (_, corefile, tag, kind) => {
  expect(upgraded(corefile, tag).kind).toBe(kind);
});

test('what is migrated comes with its reasons', () => {
  expect(upgraded(textOf('options that were removed'), '1.6.2')).toMatchObject({
    text: expect.stringContaining('    transfer cluster.local {\n        to 10.0.0.1 10.0.0.2\n    }'),
    notices: expect.arrayContaining([{ plugin: 'kubernetes', option: 'upstream', state: 'removed', release: '1.7.0' }]),
  });
});
