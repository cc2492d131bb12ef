import { describe, expect, test } from 'vitest';
import {
  addressBytes,
  addressText,
  apiServerNames,
  etcdPeerNames,
  etcdServerNames,
  subjectNames,
} from '../../src/pki/sans.ts';
import { exampleSpec } from './example.ts';

const always = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];

describe('names of the API server, as kubeadm 1.36.3 signs them', () => {
  test('without anything configured', () => {
    expect(apiServerNames(exampleSpec())).toEqual({ dns: [...always, 'node1'], ips: ['10.96.0.1', '10.1.2.3'] });
  });

  test('with an endpoint name and every kind of extra name', () => {
    const certSANs = [
      'foo.example.com',
      '*.wild.example.com',
      '10.9.9.9',
      'fd00::5',
      'fd00:0:0::5',
      '::ffff:1.2.3.4',
      'Upper.Example.com',
    ];
    const spec = exampleSpec({ controlPlaneEndpoint: 'lb.example.com:7443', apiServer: { certSANs } });
    expect(apiServerNames(spec)).toEqual({
      dns: ['*.wild.example.com', 'foo.example.com', ...always, 'lb.example.com', 'node1', 'upper.example.com'],
      ips: ['10.96.0.1', '10.1.2.3', '10.9.9.9', 'fd00::5', '1.2.3.4'],
    });
  });

  test('with IPv6, two service ranges and another domain: only the first range counts', () => {
    const spec = exampleSpec(
      {
        controlPlaneEndpoint: '[fd00::99]:443',
        networking: { serviceSubnet: 'fd00:10::/112,10.96.0.0/16', dnsDomain: 'my.dom' },
      },
      { localAPIEndpoint: { advertiseAddress: 'fd00::3' } },
    );
    expect(apiServerNames(spec)).toEqual({
      dns: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.my.dom', 'node1'],
      ips: ['fd00:10::1', 'fd00::3', 'fd00::99'],
    });
  });

  test('an endpoint address that is there already is not repeated', () => {
    expect(apiServerNames(exampleSpec({ controlPlaneEndpoint: '10.96.0.1' })).ips).toEqual(['10.96.0.1', '10.1.2.3']);
  });
});

describe('names of etcd', () => {
  test('have loopback and what is configured for each kind', () => {
    const local = { serverCertSANs: ['etcd.example.com', '127.0.0.1'], peerCertSANs: ['10.8.8.8'] };
    const spec = exampleSpec({ etcd: { local } });
    expect(etcdServerNames(spec)).toEqual({
      dns: ['etcd.example.com', 'localhost', 'node1'],
      ips: ['10.1.2.3', '127.0.0.1', '::1'],
    });
    expect(etcdPeerNames(spec)).toEqual({
      dns: ['localhost', 'node1'],
      ips: ['10.1.2.3', '127.0.0.1', '::1', '10.8.8.8'],
    });
  });
});

describe('sorting texts', () => {
  test.each([
    ['010.001.02.3', { dns: [], ips: ['10.1.2.3'] }],
    ['FD00:0::1', { dns: [], ips: ['fd00::1'] }],
    ['fe80::1%eth0', { dns: [], ips: [] }],
    ['a_b', { dns: [], ips: [] }],
    ['-a', { dns: [], ips: [] }],
    ['a.*.b', { dns: [], ips: [] }],
    ['', { dns: [], ips: [] }],
    ['1.2.3', { dns: ['1.2.3'], ips: [] }],
    ['A', { dns: ['a'], ips: [] }],
  ])('%s', (text, names) => {
    expect(subjectNames([text])).toEqual(names);
  });
});

test('addresses and their bytes', () => {
  expect([...addressBytes('10.1.2.3')]).toEqual([10, 1, 2, 3]);
  expect(addressText(addressBytes('10.1.2.3'))).toBe('10.1.2.3');
  expect(addressText(addressBytes('fd00::5'))).toBe('fd00::5');
  expect(addressText(Uint8Array.of(1, 2))).toBe('0102');
});
