import { expect, test } from 'vitest';
import { renewableNames } from '../../../src/cli/certs-commands.ts';
import { renew } from '../../../src/phases/certs/renew.ts';
import { exampleSpec } from '../../pki/example.ts';

test('the command line knows each phase by its name', () => {
  expect(renew.children?.map(({ name }) => name)).toEqual(renewableNames);
});

test('with external etcd its certificates are left out', () => {
  const endpoints = { endpoints: ['https://e:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' };
  const spec = exampleSpec({ etcd: { external: endpoints } });
  const left = renew.children?.filter(({ runIf }) => runIf?.(spec) === false).map(({ name }) => name);
  expect(left).toEqual(['apiserver-etcd-client', 'etcd-healthcheck-client', 'etcd-peer', 'etcd-server']);
});
