import yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/plan/json.ts';
import { toYaml, toYamlStream } from '../../src/spec/yaml-write.ts';

/** What Go's sigs.k8s.io/yaml v1.6.0, the writer of kubeadm's files, makes of the same data. */
const scalars: readonly (readonly [string, string])[] = [
  ['plain text', 'plain text'],
  ['', '""'],
  ['--bind-address=127.0.0.1', '--bind-address=127.0.0.1'],
  ['--bind-address=::', "'--bind-address=::'"],
  ['--requestheader-extra-headers-prefix=X-Remote-Extra-', '--requestheader-extra-headers-prefix=X-Remote-Extra-'],
  ['--controllers=*,bootstrapsigner', '--controllers=*,bootstrapsigner'],
  ['*,bootstrapsigner', "'*,bootstrapsigner'"],
  ['10.0.0.10:6443', '10.0.0.10:6443'],
  ['[fd00::2]:6443', "'[fd00::2]:6443'"],
  ['fd00::2', 'fd00::2'],
  ['::', "'::'"],
  ['a: b', "'a: b'"],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ["it's", "it's"],
  ["'quoted", "'''quoted'"],
  ['--- x', "'--- x'"],
  ['-', "'-'"],
  ['-x', '-x'],
  [' lead', "' lead'"],
  ['trail ', "'trail '"],
  ['tab\there', '"tab\\there"'],
  ['\u0001', '"\\x01"'],
  ['é', 'é'],
  ['😀', '"\\U0001F600"'],
  ['a\\b', 'a\\b'],
  ...['y', 'No', 'on', 'true', 'null', '~', '1', '0x1F', '0o7', '08', '1_000', '1e3', '1.', '.5', '+1', '12:30'].map(
    (text) => [text, `"${text}"`] as const,
  ),
  ...['2026-01-02', '2026-01-02T03:04:05Z', '.inf', '.nan'].map((text) => [text, `"${text}"`] as const),
  ...['2026-99-99', '1.2.3', 'v1', '1e', '0x', '<<', '=', '_1', 'Infinity', '12:60'].map(
    (text) => [text, text] as const,
  ),
];

describe('scalars', () => {
  it.each(scalars)('%j', (text, written) => {
    expect(toYaml({ k: text })).toBe(`k: ${written}\n`);
  });

  it.each([
    ['a\nb\n', '|\n  a\n  b\n'],
    ['a\nb', '|-\n  a\n  b\n'],
    ['a\n\n', '|+\n  a\n\n'],
    [' a\nb\n', '|2\n   a\n  b\n'],
    ['\n', '|2+\n\n'],
    ['a\n\nb\n', '|\n  a\n\n  b\n'],
    ['a \nb', '"a \\nb"\n'],
    ['a\nb ', '"a\\nb "\n'],
    ['a\tb\n', '"a\\tb\\n"\n'],
  ])('several lines %j', (text, written) => {
    expect(toYaml({ k: text })).toBe(`k: ${written}`);
  });

  it('breaks long lines at single blanks', () => {
    const words = Array.from({ length: 20 }, () => 'word').join(' ');
    expect(toYaml({ k: words, l: [{ m: `${words} #` }] })).toBe(
      [
        'k: word word word word word word word word word word word word word word word word',
        '  word word word word',
        'l:',
        "- m: 'word word word word word word word word word word word word word word word word",
        "    word word word word #'",
        '',
      ].join('\n'),
    );
  });

  it.each([
    [1, '1'],
    [0.5, '0.5'],
    [2000001000, '2000001000'],
    [1e20, '1e+20'],
    [1.5e-7, '1.5e-07'],
    [1234567.5, '1.2345675e+06'],
    [123456.5, '123456.5'],
    [true, 'true'],
    [null, 'null'],
  ] as const)('%j', (value, written) => {
    expect(toYaml({ k: value })).toBe(`k: ${written}\n`);
  });
});

describe('structure', () => {
  it.each<[Json, string]>([
    [{}, '{}\n'],
    [[], '[]\n'],
    ['x', 'x\n'],
    [{ a: {}, b: [], c: undefined }, 'a: {}\nb: []\n'],
    [{ a: [{ b: 1, c: [2, [3]] }, {}] }, 'a:\n- b: 1\n  c:\n  - 2\n  - - 3\n- {}\n'],
    [{ a: { b: { c: 'd' } } }, 'a:\n  b:\n    c: d\n'],
  ])('%j', (value, written) => {
    expect(toYaml(value)).toBe(written);
  });

  it('sorts keys with numbers by value and letters last', () => {
    expect(toYaml({ a10: 0, a2: 0, 'a.b': 0, a_: 0, ab: 0, B: 0, '1': 0, y: 0 })).toBe(
      '"1": 0\nB: 0\na.b: 0\na_: 0\na2: 0\na10: 0\nab: 0\n"y": 0\n',
    );
  });

  it('is read back by another reader as it was', () => {
    const value = {
      words: [
        'yes',
        'no',
        'on',
        '~',
        'null',
        '0x1f',
        '0o17',
        '1_000',
        '1:30',
        '2026-11-21',
        '.inf',
        '',
        ' ',
        '- x',
        '#',
        'a: b',
        '*',
        '&',
        '!',
        '%',
        '@',
        '`',
        "it's",
        '"',
      ],
      lines: ['one\ntwo\n', 'one\ntwo', '\n', '  indented\nless', 'tab\there'],
      long: `${'word '.repeat(60)}end`,
      'key: with colon': { '': 1, y: true, n: null },
    };
    expect(yaml.load(toYaml(value))).toEqual(value);
  });

  it('separates documents', () => {
    expect(toYamlStream([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
  });
});
