import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/spec/yaml-read.ts';

function messages(text: string): readonly string[] {
  return readYaml(text, 'f').issues.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('characters', () => {
  test.each([
    ['a: b\nc: \u0000', '2:4 the control character U+0000 may not stand in YAML'],
    ['a: \u007f', '1:4 the control character U+007F may not stand in YAML'],
    ['\u001b[1m', '1:1 the control character U+001B may not stand in YAML'],
    ['a: \ud800', '1:4 the control character U+D800 may not stand in YAML'],
    ['a: \uffff', '1:4 the control character U+FFFF may not stand in YAML'],
  ])('%j', (text, message) => expect(messages(text)).toEqual([message]));
  test('others may', () => expect(messages('\ufeffa: "é\u0085\u2028😀\ufffd"\r\n')).toEqual([]));
});

describe('nesting', () => {
  const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
  test.each([
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['? ', ''],
  ])('%s', (open, close) => {
    expect(messages(nested(100, open, close)).filter((message) => message.includes('nested'))).toEqual([]);
    for (const depth of [110, 5000, 20_000]) {
      expect(messages(nested(depth, open, close))).toEqual([
        expect.stringMatching(/^1:\d+ mappings and lists are nested more than 100 levels deep$/),
      ]);
    }
  });
  test('of block mappings', () => {
    const text = Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(messages(text)).toEqual(['101:101 mappings and lists are nested more than 100 levels deep']);
  });
  test('by aliases', () => {
    const text = Array.from({ length: 300 }, (_, i) => `- &a${i} [${i === 0 ? '' : `*a${i - 1}`}]\n`).join('');
    expect(messages(text)[0]).toContain('aliases nest the document more than 100 levels deep');
  });
});

describe('growth', () => {
  test('by aliases', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1},`.repeat(9)}]\n`);
    expect(messages(lines.join(''))).toContainEqual(expect.stringContaining('aliases make the document grow too much'));
  });
  test('by merging a large mapping often', () => {
    const base = Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join(', ');
    const text = `a: &a {${base}}\nb:\n${'- <<: *a\n'.repeat(1000)}`;
    expect(messages(text)[0]).toContain('aliases make the document grow too much');
    expect(messages(text.replaceAll('- <<: *a\n- <<: *a\n', ''))).toEqual([]);
  });
  test('by merging mappings in a chain', () => {
    const text = Array.from(
      { length: 2000 },
      (_, i) => `m${i}: &m${i} {${i === 0 ? '' : `<<: *m${i - 1}, `}a${i}: 1}\n`,
    );
    expect(messages(text.join(''))[0]).toContain('aliases make the document grow too much');
  });
});

test('fifty thousand mistakes of syntax', () => {
  for (const text of ['}', '@\n', '- a\n', '"\\q'].map((piece) => `a: b\n${piece.repeat(50_000)}`)) {
    expect(messages(text).length).toBeGreaterThan(0);
  }
});

test('many documents', () => {
  expect(messages('a: b\n---\n'.repeat(999))).toEqual([]);
  expect(messages('a: b\n---\n'.repeat(2000))).toEqual([expect.stringContaining('more than 1000 documents')]);
});

test('keys', () => {
  expect(messages(`? ${'a'.repeat(1024)}\n: b`)).toEqual([]);
  expect(messages(`? ${'a'.repeat(1025)}\n: b`)).toEqual(['1:3 a key may have at most 1024 characters']);
});

test('tags of names that every object has', () => {
  expect(messages('a: !<constructor> b')).toEqual(['1:4 this tag cannot be read']);
});
