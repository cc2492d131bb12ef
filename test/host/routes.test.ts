import { expect, it } from 'vitest';
import { ipv4DefaultRoutes, ipv6DefaultRoutes } from '../../src/host/routes.ts';

const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';

it('finds IPv4 default routes, lowest metric first', () => {
  const text = [
    header,
    'wlan0\t00000000\t0107A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0',
    'eth0\t00000000\t0107A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
    'eth0\t0007A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
    'tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000080\t0\t0\t0',
    '',
  ].join('\n');
  expect(ipv4DefaultRoutes(text)).toEqual([
    { interface: 'eth0', family: 4 },
    { interface: 'wlan0', family: 4 },
  ]);
});

it('finds IPv6 default routes but not the unreachable one on lo', () => {
  const zero = '0'.repeat(32);
  const router = 'fe800000000000000000000000000001';
  const text = [
    `fd000000000000000000000000000000 40 ${zero} 00 ${zero} 00000100 00000001 00000000 00000001 eth0`,
    `${zero} 00 ${zero} 00 ${router} 00000400 00000001 00000000 00000003 eth1`,
    `${zero} 00 ${zero} 00 ${router} 00000064 00000001 00000000 00000003 eth0`,
    `${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo`,
    '',
  ].join('\n');
  expect(ipv6DefaultRoutes(text)).toEqual([
    { interface: 'eth0', family: 6 },
    { interface: 'eth1', family: 6 },
  ]);
});

it('finds none where there are none', () => {
  expect(ipv4DefaultRoutes(`${header}\n`)).toEqual([]);
  expect(ipv4DefaultRoutes('')).toEqual([]);
  expect(ipv6DefaultRoutes('')).toEqual([]);
});
