import { describe, expect, test } from 'vitest';
import type { ProgramName } from '../../src/cli/program-name.ts';
import { read } from './read.ts';

/** The offered words, and the last line without its colon. */
async function completed(words: readonly string[], name: ProgramName = 'tsadm') {
  const invocation = await read(['__complete', '--', ...words], { name });
  if (invocation.kind !== 'print') throw new Error(`it is ${invocation.kind}`);
  const lines = invocation.text.trimEnd().split('\n');
  return { offered: lines.slice(0, -1).map((line) => line.split('\t')[0]), end: lines.at(-1) };
}

test.each<[readonly string[], readonly string[]]>([
  [['con'], ['config']],
  [
    ['config', 'images', ''],
    ['list', 'pull'],
  ],
  [
    ['init', 'phase', 'certs', 'apiserver-'],
    ['apiserver-etcd-client', 'apiserver-kubelet-client'],
  ],
  [['phase', 'upload-con'], ['upload-config']],
  [['init', '--dry'], ['--dry-run']],
  [['init', '--dry-run', '--token-'], ['--token-ttl']],
  [
    ['init', '-o', ''],
    ['json', 'text'],
  ],
  [['init', '--output=j'], ['--output=json']],
  [['init', '--dry-run=t'], ['--dry-run=true']],
  [['init', '--skip-phases', 'etcd,certs/ap'], expect.arrayContaining(['etcd,certs/apiserver'])],
  [
    ['init', '--skip-phases=ad'],
    ['--skip-phases=addon', '--skip-phases=addon/coredns', '--skip-phases=addon/kube-proxy'],
  ],
  [['init', '--feature-'], ['--feature-gates']],
  [['init', '--node-name', ''], []],
  [['nonsense', 'x'], []],
])('%j', async (words, offered) => {
  expect(await completed(words)).toEqual({ offered, end: ':' });
});

test('files go where a flag takes one', async () => {
  expect(await completed(['init', '--config', '/e'])).toEqual({ offered: [], end: ':files' });
  expect(await completed(['init', '--config='])).toEqual({ offered: [], end: ':files' });
});

describe('under the name kubeadm', () => {
  test('commands that kubeadm has not are not offered', async () => {
    expect((await completed([''], 'kubeadm')).offered).not.toContain('status');
    expect((await completed([''])).offered).toContain('status');
  });

  test('scripts that kubeadm wrote are answered in their own form', async () => {
    const invocation = await read(['__complete', 'init', '--conf'], { name: 'kubeadm' });
    expect(invocation).toMatchObject({ kind: 'print', text: expect.stringMatching(/^--config\t.*\n:4\n$/) });
  });
});

test.each([
  [['completion'], 'no shell was named'],
  [['completion', 'powershell'], 'there is no completion for the shell "powershell"'],
  [['completion', 'bash', 'zsh'], 'one shell at a time: bash, zsh'],
])('%j is refused', async (words, message) => {
  await expect(read(words)).rejects.toMatchObject({ kind: 'usage', message });
});
