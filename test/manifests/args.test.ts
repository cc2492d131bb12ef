import { describe, expect, it } from 'vitest';
import { argsOf, argValue, mergeArgs } from '../../src/manifests/args.ts';

const ours = argsOf({ 'tls-cert-file': 'c', 'allow-privileged': 'true', 'not-there': undefined, empty: '' });

describe('mergeArgs', () => {
  it('sorts ours and leaves out what has no value', () => {
    expect(mergeArgs(ours, [])).toEqual(['--allow-privileged=true', '--empty=', '--tls-cert-file=c']);
  });

  it('puts the user’s behind, in the order given, repeats kept', () => {
    const users = [
      { name: 'z', value: '2' },
      { name: 'a', value: '' },
      { name: 'z', value: '1' },
    ];
    expect(mergeArgs(ours, users).slice(-3)).toEqual(['--z=2', '--a=', '--z=1']);
  });

  it('drops every one of ours that the user names', () => {
    const twice = [...ours, { name: 'empty', value: 'more' }];
    expect(mergeArgs(twice, [{ name: 'empty', value: 'mine' }])).toEqual([
      '--allow-privileged=true',
      '--tls-cert-file=c',
      '--empty=mine',
    ]);
  });
});

it('the last value of a repeated flag counts', () => {
  const args = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ];
  expect(argValue(args, 'a')).toBe('2');
  expect(argValue(args, 'b')).toBeUndefined();
});
