import { expect, test } from 'vitest';
import { asksForMigration, changedSince, notMigrated } from '../../../src/spec/corefile/corefile-notices.ts';
import { readCorefile } from '../../../src/spec/corefile/read-corefile.ts';

const corefile = readCorefile(`.:53 {
    errors
    health {
        lameduck 5s
    }
    kubernetes cluster.local {
        upstream
        endpoint https://a https://b
        own
    }
    template IN A x
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    loop
}
`);

test('what later releases changed, each once with the first release', () => {
  expect(changedSince('1.5.1', '1.8.0', corefile)).toEqual([
    { plugin: 'kubernetes', option: 'upstream', state: 'ignored', release: '1.5.2' },
    { plugin: 'kubernetes', option: 'endpoint', state: 'ignored', release: '1.5.2' },
    { plugin: 'kubernetes', option: 'upstream', state: 'removed', release: '1.7.0' },
  ]);
});

test('defaults that are lacking', () => {
  const bare = readCorefile('.:53 {\n    health\n    forward . x\n}\n');
  expect(changedSince('1.1.4', '1.7.0', bare)).toEqual([
    { plugin: 'loop', state: 'new-default', release: '1.2.1' },
    { plugin: 'ready', state: 'new-default', release: '1.5.0' },
    { plugin: 'health', option: 'lameduck', state: 'new-default', release: '1.6.5' },
    { plugin: 'forward', option: 'max_concurrent', state: 'new-default', release: '1.7.0' },
  ]);
});

test('only removals and new defaults ask for a migration', () => {
  const notices = changedSince('1.5.1', '1.8.0', corefile);
  expect('problem' in notices ? [] : notices.filter(asksForMigration)).toHaveLength(1);
});

test('what no migration knows', () => {
  expect(notMigrated('1.13.1', '1.14.2', corefile)).toMatchObject([
    { plugin: 'kubernetes', option: 'upstream' },
    { plugin: 'kubernetes', option: 'own' },
    { plugin: 'template' },
  ]);
});

test('nothing between the same release, and a reason where there is no way', () => {
  expect(changedSince('x', 'x', corefile)).toEqual([]);
  expect(notMigrated('x', '1.14.2', corefile)).toHaveProperty('problem');
});
