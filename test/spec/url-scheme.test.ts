import { expect, test } from 'vitest';
import { schemeOf } from '../../src/spec/url-scheme.ts';

/** As kubeadm v1.36.3 judges the endpoints of external etcd. */
test.each([
  ['https://a:2379', 'https'],
  ['HTTPS://a', 'https'],
  ['https://[fd00::1]:2379', 'https'],
  ['https://u@a', 'https'],
  ['name:2379', 'name'],
  ['unix:///a', 'unix'],
  ['foo', ''],
  ['/a', ''],
  ['', ''],
  ['10.0.0.1:2379', undefined],
  ['://a', undefined],
  ['https://a:b', undefined],
  ['https://a b', undefined],
  ['https://fd00::1:2379', undefined],
  ['https://a%zz', undefined],
  ['https://a\n', undefined],
])('%s', (url, scheme) => expect(schemeOf(url)).toBe(scheme));
