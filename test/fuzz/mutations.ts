import type { Chance } from './random.ts';

/** Changes a text a little; the mistakes that people, editors, templates and broken disks make. */
export type Mutation = (text: string, chance: Chance) => string;

function linesOf(text: string): string[] {
  return text.split('\n');
}

function at(text: string, chance: Chance): number {
  return chance.below(text.length + 1);
}

function replaced(text: string, from: number, length: number, by: string): string {
  return text.slice(0, from) + by + text.slice(from + length);
}

/** Changes one place that a pattern finds. */
function change(text: string, chance: Chance, pattern: RegExp, by: (found: RegExpExecArray) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const one = chance.pick(found);
  return replaced(text, one.index, one[0].length, by(one));
}

const byte: Mutation = (text, chance) =>
  replaced(text, at(text, chance), chance.below(2), String.fromCharCode(chance.below(256)));

const character: Mutation = (text, chance) =>
  replaced(
    text,
    at(text, chance),
    1,
    chance.pick([...'{}[]:,-?&*!|>%@`"\'#\\ \t\n\r~.<=\0\u00a0\ufeff\u2028é😀\ud800']),
  );

const swapLines: Mutation = (text, chance) => {
  const lines = linesOf(text);
  const [one, other] = [chance.below(lines.length), chance.below(lines.length)];
  [lines[one], lines[other]] = [lines[other]!, lines[one]!];
  return lines.join('\n');
};

const dropLine: Mutation = (text, chance) => {
  const lines = linesOf(text);
  lines.splice(chance.below(lines.length), 1 + chance.below(3));
  return lines.join('\n');
};

const repeatLine: Mutation = (text, chance) => {
  const lines = linesOf(text);
  const from = chance.below(lines.length);
  const piece = lines.slice(from, from + 1 + chance.below(5));
  lines.splice(chance.below(lines.length), 0, ...piece);
  return lines.join('\n');
};

const indent: Mutation = (text, chance) => {
  const lines = linesOf(text);
  const line = chance.below(lines.length);
  const blanks = chance.pick(['', ' ', '  ', '   ', '\t', ' \t', '        ']);
  lines[line] = blanks + lines[line]!.trimStart();
  return lines.join('\n');
};

const joinLines: Mutation = (text, chance) => change(text, chance, /\n/g, () => chance.pick(['', ' ', ', ']));

const truncate: Mutation = (text, chance) =>
  chance.percent(50) ? text.slice(0, at(text, chance)) : text.slice(at(text, chance));

const repeat: Mutation = (text, chance) => {
  const from = at(text, chance);
  const piece = text.slice(from, from + 1 + chance.below(40));
  return replaced(text, from, 0, piece.repeat(1 + chance.below(chance.pick([3, 30, 300]))));
};

const twice: Mutation = (text, chance) => text + chance.pick(['', '---\n', '\n---\n', '...\n', '---']) + text;

/** Values as people write them, of every sort; half of them fit nowhere. */
const values = [
  ...['', '~', 'null', 'true', 'no', 'on', 'y', 'yES', '0', '-1', '1', '1.5', '08', '0o17', '0x1F', '1e400', '1_000'],
  ...['.inf', '.nan', '-0', '99999999999999999999', '6443', '65536', '10.0.0.1', '10.96.0.0/12', 'fd00::/112', '::'],
  ...['10.0.0.0/16,fd00::/48', '10.0.0.0/0', '::/0', '300.1.1.1/8', 'a.b', 'A', '*.a', '"*"', 'a b', 'a/b', 'a:b'],
  ...['https://a:1', 'https://', '//', 'http://u:p@h', '90s', '1h30m', '5d', '-5m', '0s', '1constructor', '9e9h', 'h'],
  ...['2030-01-01', '2030-01-01T00:00:00Z', 'v1.36.3', 'v1.35.0', 'v1.99.0', 'stable-1', 'stable', 'RSA-2048', 'ECDSA'],
  ...['[]', '{}', '[null]', '[[]]', '[{}]', '{a: b}', '[a, b]', '[1, true, ~]', '{name: a}', '[{name: a, value: b}]'],
  ...[
    'NoSchedule',
    'Never',
    'all',
    '[all]',
    '[all, a]',
    '/',
    '/a',
    'unix:///a',
    '"',
    "'",
    '"\\',
    '"\\x00"',
    '"\\e[1m"',
  ],
  ...[
    '*a',
    '&a b',
    '&a',
    '!!int a',
    '!!str 1',
    '!!binary aGVsbG8=',
    '!!binary x',
    '!!set {a}',
    '!<constructor> a',
    '!',
  ],
  ...[
    '|',
    '>',
    '|-\n  a',
    '|9',
    '>+\n\n',
    '__proto__',
    'constructor',
    '{__proto__: 1}',
    '{constructor: true}',
    '<<',
    '=',
  ],
];

const scalar = /(?<=: |- |\[|, )[^\s[\]{},][^\n[\]{},]*/g;

const value: Mutation = (text, chance) => change(text, chance, scalar, () => chance.pick(values));

/** A value where another stood: of the same document, so often of another sort. */
const swapValues: Mutation = (text, chance) => {
  const all = text.match(scalar);
  return all === null ? text : change(text, chance, scalar, () => chance.pick(all));
};

const quote: Mutation = (text, chance) =>
  change(text, chance, scalar, ([found]) => chance.pick([`"${found}"`, `'${found}'`, `"${found}`, `[${found}]`]));

const unquote: Mutation = (text, chance) => change(text, chance, /["']([^"'\n]*)["']/g, ([, inside]) => inside!);

const key = /[A-Za-z]+(?=:(?:\s|$))/gm;

const misspellKey: Mutation = (text, chance) =>
  change(text, chance, key, ([name]) => {
    const from = chance.below(name.length);
    return chance.pick([
      name.toLowerCase(),
      name.toUpperCase(),
      replaced(name, from, 1, ''),
      replaced(name, from, 0, name[from]!),
      replaced(name, from, 2, `${name[from + 1] ?? ''}${name[from]}`),
      `${name}s`,
    ]);
  });

const names = [
  '__proto__',
  'constructor',
  'toString',
  '<<',
  'apiVersion',
  'kind',
  'token',
  'etcd',
  'local',
  'name',
  '1',
];

const otherKey: Mutation = (text, chance) => {
  const all = [...(text.match(key) ?? []), ...names];
  return change(text, chance, key, () => chance.pick(all));
};

const insertField: Mutation = (text, chance) =>
  change(text, chance, /^( *)(?=[A-Za-z]+:)/gm, ([, blanks]) => {
    const all = [...(text.match(key) ?? []), ...names];
    return `${blanks}${chance.pick(all)}: ${chance.pick(values)}\n${blanks}`;
  });

/** Constructs of YAML that configurations seldom have. */
const construct: Mutation = (text, chance) => {
  const piece = chance.pick([
    '---\n',
    '--- # a\n',
    '--- a\n',
    '...\n',
    '%YAML 1.1\n---\n',
    '%TAG ! a\n',
    '# a\n',
    '? a\n: b\n',
    '? [a]\n: b\n',
    '<<: {a: b}\n',
    '<<: *a\n',
    'a: &a {b: c}\n',
    'a: &a [*a]\n',
    '{}: a\n',
    '- a\n',
    '\t\n',
    '\r\n',
    `a: ${'['.repeat(1 + chance.below(150))}`,
    `a: ${'{a: '.repeat(1 + chance.below(150))}`,
    `${'- '.repeat(1 + chance.below(150))}\n`,
    'a: &a [b,b,b,b,b,b,b,b]\nc: &c [*a,*a,*a,*a,*a,*a]\nd: &d [*c,*c,*c,*c,*c]\n',
  ]);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return replaced(text, chance.pick(starts), 0, piece);
};

const anchor: Mutation = (text, chance) => {
  const named = change(text, chance, scalar, ([found]) => `&x ${found}`);
  return change(named, chance, scalar, () => '*x');
};

const lineEnds: Mutation = (text, chance) => text.replaceAll('\n', chance.pick(['\r\n', '\r', '\n\n', '\n ']));

const mark: Mutation = (text) => `\ufeff${text}`;

/** All of them; those in front are tried more often. */
export const mutations: readonly Mutation[] = [
  ...[value, swapValues, otherKey, insertField, misspellKey, swapLines, dropLine, repeatLine, byte, character],
  ...[value, swapValues, otherKey, insertField, misspellKey, indent, joinLines, truncate, repeat, quote],
  ...[unquote, construct, construct, anchor, twice, lineEnds, mark],
];
