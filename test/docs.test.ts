import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceDocuments } from '../scripts/reference.ts';
import { readInvocation } from '../src/cli/program.ts';
import { workflowCommands } from '../src/cli/workflow-commands.ts';
import { loadAny } from '../src/spec/load-any.ts';

const root = join(import.meta.dirname, '..');
const documents = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'test/lab/README.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly scripts: { readonly [name: string]: string };
};

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The lines of a document's code blocks marked `sh`: each is one command. */
function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) => block!.trim().split('\n'));
}

/** What is wrong with a command that a document shows; undefined when it can be given as it stands. */
async function complaint(command: string): Promise<string | undefined> {
  // Variables in front, as in `RECORD_GOLDEN=1 npx …`, are not looked at.
  const [program, ...words] = command.split(' ').filter((word) => !/^[A-Z_]+=/.test(word));
  switch (program) {
    case 'npm': {
      const script = words[0] === 'run' ? words[1] : words[0];
      return script === 'ci' || (script && script in manifest.scripts) ? undefined : `no npm script ${script}`;
    }
    case 'tsadm':
    case 'kubeadm':
      return readInvocation(words, { name: program, workflows: workflowCommands }).then(
        (invocation) => (invocation.kind === 'help' ? invocation.wrong : undefined),
        (error: Error) => error.message,
      );
    case 'npx':
      return existsSync(join(root, 'node_modules/.bin', words[0] ?? '')) ? undefined : `no program ${words[0]}`;
    case 'install':
    case 'mkdir':
    case 'cp':
    case 'ln':
    case 'rm':
    case 'kubectl':
      return undefined;
    default:
      return `this test does not know what ${program} is`;
  }
}

describe.each(documents)('%s', (document) => {
  const text = read(document);

  test('shows only commands that can be given', async () => {
    const complaints: string[] = [];
    for (const command of commandsOf(text)) {
      const wrong = await complaint(command);
      if (wrong !== undefined) complaints.push(`${command}: ${wrong}`);
    }
    expect(complaints).toEqual([]);
  });

  test('shows only configurations that can be used', () => {
    const wrong = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].flatMap(([, block]) => {
      try {
        loadAny({
          program: 'tsadm',
          document: { file: document, text: block! },
          allowDeprecated: false,
          allowExperimental: false,
        });
        return [];
      } catch (error) {
        return [`${block}${(error as Error).message}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  test('names only files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|bench|scripts|\.ci)\/[\w./-]*)`/g)].map(([, path]) => path!);
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => join(dirname(document), path!));
    expect([...named, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

test('the check of commands finds what is wrong', async () => {
  expect(await complaint('npm run no-such-script')).toMatch('no npm script');
  expect(await complaint('tsadm init --no-such-flag')).toMatch('unknown flag: --no-such-flag');
  expect(await complaint('tsadm init phase no-such-phase')).toMatch('no-such-phase');
  expect(await complaint('tsadm no-such-command')).toMatch('no-such-command');
  expect(await complaint('kubelet get nodes')).toMatch('does not know');
});

test('the readme shows commands of tsadm, the tests and the demo', () => {
  const commands = commandsOf(read('README.md'));
  expect(commands).toContain('npm test');
  expect(commands).toContain('npm run demo');
  expect(commands.filter((command) => command.startsWith('tsadm ')).length).toBeGreaterThan(5);
});

test('the architecture is one page and has a row for every folder of src', () => {
  const text = read('ARCHITECTURE.md');
  expect(text.split('\n').length).toBeLessThanOrEqual(100);
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !text.includes(`\n| \`${name}\``))).toEqual([]);
});

test('the changelog has a section for the version in package.json', () => {
  expect(read('CHANGELOG.md')).toContain(`\n## ${manifest.version}`);
});

test('what documents show of the program itself is what it says (npx tsx scripts/write-reference.ts)', async () => {
  const stale = [...(await referenceDocuments(read('README.md')))].filter(
    ([path, text]) => !existsSync(join(root, path)) || read(path) !== text,
  );
  expect(stale.map(([path]) => path)).toEqual([]);
});
