import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import type { DefaultRoute, InterfaceAddress } from '../../src/host/net.ts';
import { chooseAdvertiseAddress } from '../../src/observe/advertise-address.ts';

const on = (name: string, address: string): InterfaceAddress => ({
  interface: name,
  address,
  family: address.includes(':') ? 6 : 4,
  prefixLength: 24,
  loopback: name === 'lo',
});
const usual = [on('lo', '127.0.0.1'), on('lo', '::1'), on('docker0', '172.17.0.1'), on('eth0', '192.168.7.10')];
const v4: DefaultRoute = { interface: 'eth0', family: 4 };
const v6: DefaultRoute = { interface: 'eth0', family: 6 };
const both = [...usual, on('eth0', 'fe80::1'), on('eth0', '2001:db8::10')];

describe('advertise address', () => {
  const cases: readonly [string, string, readonly InterfaceAddress[], readonly DefaultRoute[], string][] = [
    ['unset: the interface of the default route', '', usual, [v4], '192.168.7.10'],
    ['0.0.0.0 counts as unset', '0.0.0.0', usual, [v4], '192.168.7.10'],
    ['IPv4 first on dual-stack machines', '', both, [v6, v4], '192.168.7.10'],
    [':: prefers IPv6', '::', both, [v4, v6], '2001:db8::10'],
    ['only IPv6: link-local addresses are passed over', '', both, [v6], '2001:db8::10'],
    [
      'only link-local on the link: the global one on lo',
      '',
      [...usual.slice(0, 3), on('lo', '10.9.9.9')],
      [v4],
      '10.9.9.9',
    ],
    ['loopback selects the global address on lo', '127.0.0.1', [...usual, on('lo', '10.9.9.9')], [v4], '10.9.9.9'],
    ['::1 does too', '::1', [...usual, on('lo', 'fd00::9')], [], 'fd00::9'],
    ['an address that this machine does not have', '203.0.113.5', usual, [], '203.0.113.5'],
    ['is written as Go writes it', '2001:DB8:0::1', usual, [], '2001:db8::1'],
  ];
  test.each(cases)('%s', (_, requested, addresses, routes, wanted) => {
    expect(chooseAdvertiseAddress(requested, addresses, routes)).toBe(wanted);
  });

  test.each([
    ['no default route', '', []],
    ['routes without a global address', '', [{ interface: 'eth9', family: 4 } as const]],
    ['no address', 'cp1.example.com', [v4]],
    ['multicast', '224.0.0.1', [v4]],
    ['link-local', '169.254.1.1', [v4]],
    ['link-local IPv6', 'fe80::1', [v4]],
    ['loopback without a global address', '127.0.0.1', [v4]],
  ])('refuses %s', (_, requested, routes) => {
    const choose = () => chooseAdvertiseAddress(requested, usual, routes);
    expect(choose).toThrow(ConfigError);
    try {
      choose();
    } catch (error) {
      expect((error as ConfigError).issues[0]?.path).toBe('localAPIEndpoint.advertiseAddress');
    }
  });
});
