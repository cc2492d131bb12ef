import { expect, test } from 'vitest';
import { CorefileProblem } from '../../../src/spec/corefile/corefile.ts';
import { migrateCorefile } from '../../../src/spec/corefile/migrate-corefile.ts';
import { readCorefile } from '../../../src/spec/corefile/read-corefile.ts';
import { writeCorefile } from '../../../src/spec/corefile/write-corefile.ts';
import { corefiles } from '../../equivalence/live/corefiles.ts';

/** What becomes of a Corefile; lines without the space before them. */
function migrated(name: string, to = '1.14.2'): readonly string[] {
  const { text, tag = '1.6.2' } = corefiles.find((corefile) => corefile.name === name)!;
  return writeCorefile(migrateCorefile(tag, to, readCorefile(text)))
    .split('\n')
    .map((line) => line.trim());
}

test('options that were removed go, what replaces them comes, defaults are added', () => {
  expect(migrated('options that were removed')).toEqual([
    '.:53 {',
    'errors',
    'health {',
    'lameduck 5s',
    '}',
    'kubernetes cluster.local in-addr.arpa ip6.arpa {',
    'pods insecure',
    'endpoint https://a',
    'fallthrough in-addr.arpa ip6.arpa',
    '}',
    'prometheus :9153',
    'forward . /etc/resolv.conf {',
    'max_concurrent 1000',
    '}',
    'cache 30',
    'loop',
    'reload',
    'loadbalance',
    'log',
    'transfer cluster.local {',
    'to 10.0.0.1 10.0.0.2',
    '}',
    '}',
    '',
  ]);
});

test('what is only deprecated stays', () => {
  expect(migrated('resyncperiod, only deprecated on the way', '1.5.2')).toContain('resyncperiod 5m');
  expect(migrated('resyncperiod, only deprecated on the way', '1.6.0')).not.toContain('resyncperiod 5m');
});

test('proxy becomes forward, and its stub domains blocks', () => {
  const lines = migrated('proxy');
  expect(lines.filter((line) => line.startsWith('forward'))).toEqual([
    'forward . /etc/resolv.conf {',
    'forward . 10.0.0.53 {',
  ]);
  expect(lines.filter((line) => line === 'force_tcp')).toHaveLength(2);
  expect(lines).toContain('corp.example {');
  expect(lines.join(' ')).not.toContain('proxy');
});

test('proxy keeps what it may until it goes', () => {
  expect(migrated('proxy over HTTPS', '1.2.0').join(' ')).toBe('.:53 { proxy . 8.8.8.8 { spray own x } loop } ');
  expect(migrated('proxy over HTTPS', '1.5.0').join(' ')).toBe('.:53 { forward . 8.8.8.8 { own x } loop } ');
});

test('of two stub domains in a row the second one follows a release later', () => {
  expect(migrated('stub domains in the default block', '1.4.0')).toContain('forward lab.example 10.0.0.54');
  const lines = migrated('stub domains in the default block', '1.5.0');
  expect(lines).not.toContain('forward lab.example 10.0.0.54');
  expect(lines).toEqual(expect.arrayContaining(['corp.example {', 'lab.example {', 'policy random']));
});

test('the last zone and the last addresses of transfer count', () => {
  expect(migrated('transfer from two zones').slice(-5)).toEqual(['transfer b.example {', 'to 10.0.0.9', '}', '}', '']);
  expect(migrated('transfer to nobody').join(' ')).toBe('.:53 { kubernetes a.example } ');
});

test('the same release changes nothing', () => {
  const corefile = readCorefile('. {\n    proxy . x\n}\n');
  expect(migrateCorefile('1.5.1', '1.5.1', corefile)).toBe(corefile);
});

test.each([
  ['a stub domain in a block of two addresses', /a block for \.:53 \.:5353 forwards corp\.example/],
  ['forward without a zone', /forward names no zone/],
])('%s cannot be migrated', (name, words) => {
  expect(() => migrated(name)).toThrow(CorefileProblem);
  expect(() => migrated(name)).toThrow(words);
});

test('nothing is migrated from what is unknown or newer', () => {
  expect(() => migrateCorefile('1.99.0', '1.14.2', { servers: [] })).toThrow(/no release of CoreDNS/);
  expect(() => migrateCorefile('1.14.6', '1.14.2', { servers: [] })).toThrow(/not newer/);
});
