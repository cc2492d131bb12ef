import { describe, expect, test } from 'vitest';
import { certificateNamed, certificatePaths, certificates, isSkipped } from '../../src/pki/cert-list.ts';
import { exampleSpec } from './example.ts';

describe('certificates', () => {
  test('are those of kubeadm 1.36.3, in its order', () => {
    const spec = exampleSpec();
    const rows = certificates.map((record) => [
      record.name,
      record.baseName,
      record.ca ?? 'self',
      record.commonName(spec),
      record.usages.join('+'),
      record.etcd,
    ]);
    expect(rows).toEqual([
      ['ca', 'ca', 'self', 'kubernetes', '', false],
      ['apiserver', 'apiserver', 'ca', 'kube-apiserver', 'server', false],
      ['apiserver-kubelet-client', 'apiserver-kubelet-client', 'ca', 'kube-apiserver-kubelet-client', 'client', false],
      ['front-proxy-ca', 'front-proxy-ca', 'self', 'front-proxy-ca', '', false],
      ['front-proxy-client', 'front-proxy-client', 'front-proxy-ca', 'front-proxy-client', 'client', false],
      ['etcd-ca', 'etcd/ca', 'self', 'etcd-ca', '', true],
      ['etcd-server', 'etcd/server', 'etcd-ca', 'node1', 'server+client', true],
      ['etcd-peer', 'etcd/peer', 'etcd-ca', 'node1', 'server+client', true],
      ['etcd-healthcheck-client', 'etcd/healthcheck-client', 'etcd-ca', 'kube-etcd-healthcheck-client', 'client', true],
      ['apiserver-etcd-client', 'apiserver-etcd-client', 'etcd-ca', 'kube-apiserver-etcd-client', 'client', true],
    ]);
  });

  test('a CA precedes what it signs', () => {
    const names = certificates.map(({ name }) => name);
    for (const record of certificates) {
      if (record.ca !== undefined) expect(names.indexOf(record.ca)).toBeLessThan(names.indexOf(record.name));
    }
  });

  test.each([
    ['v1.35.4', ['kubeadm:cluster-admins']],
    ['v1.36.3', []],
    ['v1.37.0', []],
  ])('the kubelet client of %s has organizations %j', (kubernetesVersion, organizations) => {
    const spec = exampleSpec({ kubernetesVersion });
    expect(certificateNamed('apiserver-kubelet-client').organizations(spec)).toEqual(organizations);
    for (const record of certificates) {
      if (record.name !== 'apiserver-kubelet-client') expect(record.organizations(spec)).toEqual([]);
    }
  });

  test('lie below the certificates folder', () => {
    expect(certificatePaths(certificateNamed('etcd-peer'), exampleSpec())).toEqual({
      key: '/pki/etcd/peer.key',
      certificate: '/pki/etcd/peer.crt',
    });
  });

  test('of etcd are skipped when etcd is external', () => {
    const external = { endpoints: ['https://10.0.0.1:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' };
    const spec = exampleSpec({ etcd: { external } });
    const skipped = certificates.filter((record) => isSkipped(record, spec)).map(({ name }) => name);
    expect(skipped).toEqual([
      'etcd-ca',
      'etcd-server',
      'etcd-peer',
      'etcd-healthcheck-client',
      'apiserver-etcd-client',
    ]);
    expect(certificates.some((record) => isSkipped(record, exampleSpec()))).toBe(false);
  });
});
