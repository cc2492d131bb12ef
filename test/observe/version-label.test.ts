import { expect, test } from 'vitest';
import { parseVersionLabel } from '../../src/observe/version-label.ts';

test.each([
  ['v1.36.3', { kind: 'version', version: 'v1.36.3' }],
  ['1.36.3', { kind: 'version', version: 'v1.36.3' }],
  ['v1.37.0-alpha.1+abc', { kind: 'version', version: 'v1.37.0-alpha.1+abc' }],
  ['release/v1.36.0', { kind: 'version', version: 'v1.36.0' }],
  ['', { kind: 'label', source: 'release', label: 'stable-1' }],
  ['latest', { kind: 'label', source: 'release', label: 'latest' }],
  ['stable-1.37', { kind: 'label', source: 'release', label: 'stable-1.37' }],
  ['ci/latest-1.38', { kind: 'label', source: 'ci', label: 'latest-1.38' }],
])('%s', (text, wanted) => expect(parseVersionLabel(text)).toEqual(wanted));

test.each(['1.36', 'v01.2.3', 'stable-1.100', 'stable-1.37.1', 'stable-', 'newest', 'x/v1.36.0'])(
  'refuses %s',
  (text) => expect(() => parseVersionLabel(text)).toThrow('cannot be understood'),
);
