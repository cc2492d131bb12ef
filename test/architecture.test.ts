import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const source = join(import.meta.dirname, '../src');

/** Who may import whom (ARCHITECTURE.md); `spec (types)` allows `import type` only. errors.ts is open to all. */
const arrows: { readonly [folder: string]: readonly string[] } = {
  plan: [],
  spec: ['plan'],
  pki: ['spec', 'plan'],
  manifests: ['spec', 'plan'],
  phases: ['manifests', 'pki', 'spec', 'plan'],
  workflows: ['phases', 'plan', 'spec (types)'],
  host: ['plan'],
  observe: ['host', 'spec', 'pki', 'plan'],
  operations: ['host', 'plan', 'spec (types)'],
  engine: ['plan', 'host', 'observe', 'operations'],
  schemas: [],
  render: ['plan', 'schemas (types)', 'spec'],
  cli: ['workflows', 'plan', 'spec', 'render'],
  commands: [
    'cli (types)',
    'engine',
    'host',
    'manifests',
    'observe',
    'phases',
    'pki',
    'plan',
    'render',
    'schemas (types)',
    'spec',
  ],
  compose: [
    'cli',
    'engine',
    'host',
    'manifests',
    'observe',
    'operations',
    'pki',
    'plan',
    'spec',
    'workflows',
    'phases',
    'render',
    'schemas (types)',
  ],
};

/** Functions of values, with no hold on the machine. */
const pure = ['plan', 'spec', 'pki', 'manifests', 'phases', 'workflows'];
const impure =
  /^(?:node:)?(?:fs|child_process|net|http|https|http2|os|process|dns|tls|dgram|worker_threads)(?:\/|$)|^(?:execa|chalk|commander|undici|@grpc\/)/;

/** The only importers of a package that should be met in one place. */
const soleImporters: { readonly [name: string]: RegExp } = {
  'node-forge': /^pki\//,
  commander: /^cli\//,
  chalk: /^render\//,
  execa: /^host\//,
  undici: /^host\//,
  '@grpc/grpc-js': /^host\//,
  yaml: /^spec\/yaml/,
  'js-yaml': /^spec\/yaml/,
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path below src of a file of ours. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const files = filesBelow(source)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ file: relative(source, path), text: readFileSync(path, 'utf8') }))
  .sort((a, b) => (a.file < b.file ? -1 : 1));

const statement =
  /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

const imports: readonly Import[] = files.flatMap(({ file, text }) =>
  [...text.matchAll(statement)].map(([, type, fixed, lazy]) => {
    const specifier = fixed ?? lazy ?? '';
    const target = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : undefined;
    return { file, specifier, target, typeOnly: type !== undefined };
  }),
);

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
}

function shown({ file, specifier, typeOnly }: Import): string {
  return `${file} imports ${typeOnly ? 'types of ' : ''}${specifier}`;
}

test('the reader of imports sees them', () => {
  expect(imports.length).toBeGreaterThan(files.length);
  expect(imports).toContainEqual({
    file: 'main.ts',
    specifier: './cli/program.ts',
    target: 'cli/program.ts',
    typeOnly: false,
  });
});

test('every folder has its arrows', () => {
  const folders = new Set(files.map(({ file }) => folderOf(file)).filter((folder) => folder !== ''));
  expect([...folders].sort()).toEqual(Object.keys(arrows).sort());
});

describe('folders import only what their arrows allow', () => {
  test.each(Object.keys(arrows))('%s', (folder) => {
    const allowed = arrows[folder]!;
    const wrong = imports.filter(({ file, target, typeOnly }) => {
      if (folderOf(file) !== folder || target === undefined || target === 'errors.ts') return false;
      const other = folderOf(target);
      return !(other === folder || allowed.includes(other) || (typeOnly && allowed.includes(`${other} (types)`)));
    });
    expect(wrong.map(shown)).toEqual([]);
  });
});

test('errors.ts imports nothing of ours', () => {
  expect(imports.filter(({ file, target }) => file === 'errors.ts' && target !== undefined)).toEqual([]);
});

test('pure folders have no hold on the machine', () => {
  const wrong = imports.filter(({ file, specifier }) => pure.includes(folderOf(file)) && impure.test(specifier));
  expect(wrong.map(shown)).toEqual([]);
});

test('packages are met in one place', () => {
  const wrong = imports.filter(({ file, specifier, typeOnly }) => {
    const owner = Object.entries(soleImporters).find(
      ([name]) => specifier === name || specifier.startsWith(`${name}/`),
    );
    return owner !== undefined && !typeOnly && !owner[1].test(file);
  });
  expect(wrong.map(shown)).toEqual([]);
});

test('packages that are imported are dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync(join(source, '../package.json'), 'utf8'));
  const names = imports
    .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .map(({ specifier }) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  expect([...new Set(names)].filter((name) => !(name in dependencies))).toEqual([]);
});

test('nobody writes to the console; render writes to the streams it is given', () => {
  const wrong = files.filter(({ text }) => /\bconsole\./.test(withoutComments(text)));
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('only main reads the arguments, the streams and the working folder of the process, and ends it', () => {
  const wrong = files.filter(
    ({ file, text }) =>
      file !== 'main.ts' && /\bprocess\.(?:exit|argv|stdout|stderr|stdin|cwd|chdir)\b/.test(withoutComments(text)),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('pure functions read neither clock nor dice nor environment', () => {
  const wrong = files.filter(
    ({ file, text }) =>
      pure.includes(folderOf(file)) &&
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\./.test(withoutComments(text)),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('names say what a thing is about', () => {
  const root = join(source, '..');
  const named = ['src', 'test', 'scripts', 'bench'].flatMap((folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    } catch {
      return [];
    }
  });
  const attic = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib|manager|index)(?:\.[^/]*)?$/;
  expect(named.filter((path) => attic.test(path))).toEqual([]);
});

/** Comments may talk of what code may not do. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
