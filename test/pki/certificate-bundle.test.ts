import { describe, expect, test } from 'vitest';
import {
  bundledFileMode,
  bundledFiles,
  decryptFile,
  encryptFile,
  nonceLength,
  nonceMint,
} from '../../src/pki/certificate-bundle.ts';
import { Secret } from '../../src/plan/secret.ts';
import { exampleSpec, textOf, written } from './example.ts';

const key = new Secret('00112233445566778899aabbccddeeff'.repeat(2));
const nonce = '0102030405060708090a0b0c';

describe('files', () => {
  test('with stacked etcd', () => {
    expect(bundledFiles(exampleSpec()).map(({ name, path }) => `${name} ${path}`)).toEqual([
      'ca.crt /pki/ca.crt',
      'ca.key /pki/ca.key',
      'front-proxy-ca.crt /pki/front-proxy-ca.crt',
      'front-proxy-ca.key /pki/front-proxy-ca.key',
      'sa.pub /pki/sa.pub',
      'sa.key /pki/sa.key',
      'etcd-ca.crt /pki/etcd/ca.crt',
      'etcd-ca.key /pki/etcd/ca.key',
    ]);
  });

  test('with external etcd', () => {
    const external = { endpoints: ['https://e:2379'], caFile: '/e/a', certFile: '/e/b', keyFile: '/e/c' };
    const files = bundledFiles(exampleSpec({ etcd: { external } }));
    expect(files.slice(6)).toEqual([
      { name: 'external-etcd-ca.crt', path: '/e/a' },
      { name: 'external-etcd.crt', path: '/e/b' },
      { name: 'external-etcd.key', path: '/e/c' },
    ]);
  });

  test('each has its own nonce', () => {
    const names = bundledFiles(exampleSpec()).map(nonceMint);
    expect(new Set(names).size).toBe(names.length);
    expect(nonceLength).toBe(12);
  });
});

describe('encryption', () => {
  test('is nonce, ciphertext and tag of AES-256-GCM', () => {
    const value = encryptFile('hello', key, nonce);
    expect(value.subarray(0, 12).toString('hex')).toBe(nonce);
    expect(value).toHaveLength(12 + 5 + 16);
    expect(decryptFile(value, key)).toEqual({ value: 'hello' });
  });

  test('agrees with test case 14 of the GCM specification', () => {
    const value = encryptFile('\0'.repeat(16), new Secret('0'.repeat(64)), '0'.repeat(24));
    expect(value.subarray(12).toString('hex')).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
  });

  test('leaves a file that is not there empty', () => {
    expect(encryptFile('', key, nonce)).toHaveLength(0);
    expect(decryptFile(Buffer.alloc(0), key)).toEqual({ value: '' });
  });

  test('is undone with the right key only', () => {
    const value = encryptFile('hello', key, nonce);
    const other = new Secret('f'.repeat(64));
    expect(decryptFile(value, other).problem).toContain('another certificate key');
    value[14]! ^= 1;
    expect(decryptFile(value, key).problem).toContain('another certificate key');
    expect(decryptFile(value.subarray(0, 20), key).problem).toContain('too short');
  });

  test('wants 64 hex digits', () => {
    expect(() => encryptFile('x', new Secret('abc'), nonce)).toThrow('64 hex digits');
  });
});

describe('modes of downloaded files', () => {
  const files = written(exampleSpec());
  test.each([
    ['/pki/ca.crt', 0o644],
    ['/pki/ca.key', 0o600],
    ['/pki/sa.pub', 0o644],
    ['/pki/sa.key', 0o600],
  ])('%s', (path, mode) => {
    expect(bundledFileMode(textOf(files, path))).toEqual({ value: mode });
  });

  test('anything else is refused', () => {
    expect(bundledFileMode('junk').problem).toContain('neither');
  });
});
