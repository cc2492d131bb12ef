import { describe, expect, it } from 'vitest';
import { externalEtcdMounts } from '../../src/manifests/external-etcd-mounts.ts';
import { initSpec } from './spec-builder.ts';

function mounted(caFile: string, certFile: string, keyFile: string): readonly string[] {
  const external = { endpoints: [], httpEndpoints: [], caFile, certFile, keyFile };
  const mounts = externalEtcdMounts(initSpec({ cluster: { etcd: { external } } }).cluster);
  return mounts.map(({ name, hostPath }) => `${name} ${hostPath}`);
}

describe('externalEtcdMounts', () => {
  it.each<[string, readonly [string, string, string], readonly string[]]>([
    ['one folder', ['/e/ca.crt', '/e/c.crt', '/e/c.key'], ['etcd-certs-0 /e']],
    ['sorted folders', ['/z/ca', '/a/c', '/m/k'], ['etcd-certs-0 /a', 'etcd-certs-1 /m', 'etcd-certs-2 /z']],
    ['a folder swallows those below', ['/e/ca', '/e/x/c', '/e/y/k'], ['etcd-certs-0 /e']],
    ['seen anyway', ['/etc/ssl/certs/e/ca', '/etc/kubernetes/pki/c', '/usr/share/ca-certificates/k'], []],
    ['no files', ['', '', ''], []],
  ])('%s', (_, files, expected) => {
    expect(mounted(...files)).toEqual(expected);
  });

  it('has none for a local etcd', () => {
    expect(externalEtcdMounts(initSpec().cluster)).toEqual([]);
  });
});
