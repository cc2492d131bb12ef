import { expect, test } from 'vitest';
import type { HelpInvocation } from '../../src/cli/invocation.ts';
import type { ProgramParts } from '../../src/cli/program.ts';
import { read } from './read.ts';

async function help(line: string, parts: Partial<ProgramParts> = {}): Promise<HelpInvocation> {
  const invocation = await read(line, parts);
  if (invocation.kind !== 'help') throw new Error(`${line} is ${invocation.kind}`);
  return invocation;
}

test('a phase', async () => {
  const { text, stream, wrong } = await help('init phase mark-control-plane --help', { name: 'kubeadm' });
  expect({ stream, wrong }).toEqual({ stream: 'stdout', wrong: undefined });
  expect(text).toBe(`Mark this node as a control plane

Usage:
  kubeadm init phase mark-control-plane [flags]

Aliases:
  mark-control-plane, mark-master

Examples:
  kubeadm init phase mark-control-plane --node-name cp1

Flags:
      --color string       Colour in text: always, never, or auto (in a terminal, unless NO_COLOR is set). (default "auto")
      --config string      File with the configuration documents.
      --dry-run            Show what would be done, with differences, and change nothing.
      --events string      Write what happens, as it happens, as one JSON object a line to this file (- is standard output).
  -h, --help               Show this help.
      --node-name string   Name of the Node object. Without it, the host name.
  -o, --output string      What standard output holds: text, or one json document at the end (text then goes to standard error). (default "text")

Global Flags:
      --rootfs string        Act on the system whose root file system lies in this folder.
  -v, --v Level              How much to say about inner workings, as a number; from 5 on, errors come with a stack trace.
      --vmodule moduleSpec   Accepted for compatibility (pattern=N, separated by commas) and without effect.
`);
});

test('init lists its phases, children below their parents', async () => {
  const { text } = await help('init --help');
  expect(text).toMatch(/^certs {2,}Make the certificates of the cluster\n {2}\/ca {2,}Make the Kubernetes CA/m);
  expect(text).toContain('Usage:\n  tsadm init [flags]\n  tsadm init [command]\n');
  expect(text).toContain('Use "tsadm init [command] --help" for more information about a command.\n');
});

test('gates stand below each other', async () => {
  const { text } = await help('init --help');
  expect(text).toMatch(/--feature-gates string +Feature gates as .*:\n +ControlPlaneKubeletLocalMode=true\|false /);
  expect(text).toMatch(/^ {10,}RootlessControlPlane=true\|false \(ALPHA - default=false\)$/m);
});

test('hidden flags are accepted and not shown', async () => {
  const { text } = await help('init phase control-plane apiserver --help');
  expect(text).toContain('--feature-gates string');
  expect(text).not.toContain('extra-args');
});

test.each([
  ['init phase', 'init phase --help'],
  ['init phase certs', 'init phase certs -h'],
  ['phase', 'phase -h'],
])('%s without a sub-command shows help and is wrong', async (line, asked) => {
  const { text } = await help(asked);
  expect(await help(line)).toEqual({
    kind: 'help',
    text,
    stream: 'stdout',
    verbosity: 0,
    wrong: 'subcommand is required',
  });
});

test.each([
  ['', '--help'],
  ['help', '-h'],
  ['help init phase certs ca', 'init phase certs ca -h'],
  ['help init bogus', 'init -h'],
  ['init bogus --help', 'init --help'],
  ['init phase preflight x --help', 'init phase preflight --help'],
])('"%s" shows the same as "%s"', async (line, asked) => {
  expect(await help(line)).toEqual(await help(asked));
});

test('an unknown help topic goes to standard error and is no failure', async () => {
  const { text, stream, wrong } = await help('help bogus');
  expect(text).toMatch(/^Unknown help topic "bogus"\ntsadm sets up/);
  expect({ stream, wrong }).toEqual({ stream: 'stderr', wrong: undefined });
});

test('a mistyped help topic gets the nearest, among commands and topics', async () => {
  expect((await help('help chekcs')).text).toMatch(/^Unknown help topic "chekcs"; the nearest is checks\n/);
  expect((await help('help jion')).text).toMatch(/^Unknown help topic "jion"; the nearest is join\n/);
});

test('long texts are folded to the width of a terminal', async () => {
  const { text } = await help('init --help', { columns: 100 });
  const flags = text.slice(text.indexOf('\nFlags:'));
  expect(Math.max(...flags.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
