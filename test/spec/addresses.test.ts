import { expect, test } from 'vitest';
import {
  apiServiceAddress,
  canonicalIP,
  dnsServiceAddress,
  isIP,
  isIPv6,
  joinHostPort,
  normalAddress,
  nthAddress,
  splitCidrs,
  withoutLeadingZeros,
} from '../../src/spec/addresses.ts';

test.each([
  ['10.0.0.1', true, false],
  ['fd00::1', true, true],
  ['::ffff:10.0.0.1', true, true],
  ['10.0.1', false, false],
  ['10.0.0.256', false, false],
  ['a', false, false],
  ['', false, false],
  ['10.0.0.1/8', false, false],
])('%s', (text, ip, six) => {
  expect(isIP(text)).toBe(ip);
  expect(isIPv6(text)).toBe(six);
});

/** As Go's net.IP prints them. */
test.each([
  ['FD00:0:0::1', 'fd00::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['10.0.0.1', '10.0.0.1'],
])('%s prints as %s', (text, printed) => expect(canonicalIP(text)).toBe(printed));

test.each([
  ['01.002.3.4', '1.2.3.4'],
  ['0.0.0.0', '0.0.0.0'],
  ['a', 'a'],
])('%s without leading zeros', (text, wanted) => expect(withoutLeadingZeros(text)).toBe(wanted));

test.each([
  ['0.0.0.0', ''],
  ['0::0', '::'],
  ['00.0.0.0', ''],
  ['foo', 'foo'],
])('%s is used as %j', (text, wanted) => expect(normalAddress(text)).toBe(wanted));

test.each([
  ['10.96.0.0/12', '10.96.0.1', '10.96.0.10'],
  ['10.96.5.7/16', '10.96.0.1', '10.96.0.10'],
  ['010.0.0.0/16', '10.0.0.1', '10.0.0.10'],
  ['fd00::/108,10.96.0.0/12', 'fd00::1', 'fd00::a'],
])('services of %s', (subnets, api, dns) => {
  expect(apiServiceAddress(subnets)).toBe(api);
  expect(dnsServiceAddress(subnets)).toBe(dns);
});

test('a range has an end', () => {
  expect(nthAddress('10.0.0.0/30', 3)).toBe('10.0.0.3');
  expect(() => nthAddress('10.0.0.0/30', 4)).toThrow('no address number 4');
});

test('hosts and lists', () => {
  expect(joinHostPort('fd00::1', 1)).toBe('[fd00::1]:1');
  expect(joinHostPort('a', 1)).toBe('a:1');
  expect(splitCidrs(' a, b ,')).toEqual(['a', 'b']);
});
