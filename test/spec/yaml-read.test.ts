import { describe, expect, test } from 'vitest';
import { parseYaml, readYaml } from '../../src/spec/yaml-read.ts';

describe('parseYaml', () => {
  test('reads YAML and JSON', () => {
    expect(parseYaml('a: [1, {b: "2"}]\nc: |\n  d\n  e\n')).toEqual({ a: [1, { b: '2' }], c: 'd\ne\n' });
    expect(parseYaml('{"a": {"b": null}, "c": "\\u00e9"}')).toEqual({ a: { b: null }, c: 'é' });
  });
  test('gives null for nothing', () => expect(parseYaml('')).toBeNull());
  test('throws at what it cannot read', () => {
    expect(() => parseYaml('a: b\nc: "')).toThrow('YAML line 2, column');
  });
});

describe('values', () => {
  const read = (text: string) => readYaml(text, 'f').documents[0]?.value;

  test('keys that are numbers or booleans become text', () => {
    expect(read('{1: a, 1.50: b, yes: c, 0x10: d}')).toEqual({ 1: 'a', 1.5: 'b', true: 'c', 16: 'd' });
  });
  test('a key may be called __proto__', () => {
    expect(Object.keys(read('__proto__: {a: 1}') as object)).toEqual(['__proto__']);
  });
  test('anchors', () => expect(read('a: &x [1]\nb: *x\n')).toEqual({ a: [1], b: [1] }));
  test.each([
    ['in front', '{<<: {k: m}, k: own}', 'own'],
    ['behind', '{k: own, <<: {k: m}}', 'm'],
    ['a list', '{<<: [{k: first}, {k: second}]}', 'first'],
    ['an alias', '{k: own, <<: *m}', 'merged'],
    ['quoted', '{k: own, "<<": {k: m}}', 'own'],
  ])('merge: %s', (_, text, wanted) => {
    expect(read(`m: &m {k: merged}\nx: ${text}\n`)).toHaveProperty('x.k', wanted);
  });
});

describe('positions', () => {
  const text =
    '# comment\na:\n  b: 1\n  c:\n  - d: 2\n    e: 3\n  -\n    d: 4\n---\nf: &x {g: 5}\nh: *x\ni: {<<: *x, j: 6}\n';
  const [first, second] = readYaml(text, 'f').documents;

  test.each([
    [[], 2, 1],
    [['a'], 2, 1],
    [['a', 'b'], 3, 3],
    [['a', 'c', 0], 5, 5],
    [['a', 'c', 0, 'e'], 6, 5],
    [['a', 'c', 1, 'd'], 8, 5],
    [['a', 'c', 1, 'missing'], 8, 5],
    [['a', 'missing', 'more'], 2, 1],
    [['missing'], 2, 1],
  ])('%j', (path, line, column) => expect(first?.locate(path)).toEqual({ line, column }));

  test.each([
    [['h', 'g'], 10, 8],
    [['i', 'g'], 10, 8],
    [['i', 'j'], 12, 13],
  ])('through an alias: %j', (path, line, column) => expect(second?.locate(path)).toEqual({ line, column }));
});

describe('repeated keys', () => {
  test('are told with path and place', () => {
    expect(readYaml('a:\n  b: 1\n  b: 2\na: 3\n', 'f').documents[0]?.repeatedKeys).toMatchObject([
      { path: 'a.b', file: 'f', line: 3, column: 3 },
      { path: 'a', file: 'f', line: 4, column: 1 },
    ]);
  });
  test('are not what a merge overrides', () => {
    expect(readYaml('a: &a {k: 1}\nb: {<<: *a, k: 2}\n', 'f').documents[0]?.repeatedKeys).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    ['a: *x', 'there is no such anchor'],
    ['a: &x {b: *x}', 'an anchor contains itself'],
    ['a: .inf', 'infinities'],
    ['a: !!int b', 'does not fit its tag !!int'],
    ['{~: 1}', 'a key must be'],
    ['{[a]: 1}', 'a key must be'],
    ['a: {<<: b}', '<< takes a mapping'],
    ['a: b: c', 'Nested mappings'],
  ])('%s', (text, message) => {
    const { documents, issues } = readYaml(text, 'f');
    expect(documents).toEqual([]);
    expect(issues[0]).toMatchObject({ file: 'f', line: 1 });
    expect(issues[0]?.message).toContain(message);
  });

  test('a document that aliases blow up, and quickly', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const started = performance.now();
    expect(readYaml(lines.join('\n'), 'f').issues[0]?.message).toContain('grow too much');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('every document is read, whatever is wrong with others', () => {
    const { documents, issues } = readYaml('a: "\n---\nb: 1\n---\nc: [\n', 'f');
    expect(documents.map(({ value }) => value)).toEqual([{ b: 1 }]);
    expect(new Set(issues.map(({ line }) => line))).toEqual(new Set([2, 6]));
  });
});
