import { describe, expect, it } from 'vitest';
import { type Artifact, described, text } from '../../src/plan/artifact.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { judgeBytes, judgeExists } from '../../src/plan/judge.ts';
import { Secret } from '../../src/plan/secret.ts';

const artifact: Artifact = {
  what: 'toy',
  files: [{ path: '/f', mode: 0o600, content: text('new') }],
  sameWhen: 'bytes',
  directoryMode: 0o755,
};
const present = (content: string, mode = 0o600): FileFact => ({ state: 'present', text: new Secret(content), mode });
const judge = (fact: FileFact, wanted = artifact) => judgeBytes(wanted, new Map([['/f', fact]]), 0).verdict;

describe('judgeBytes', () => {
  it.each<[string, FileFact, string]>([
    ['nothing there', { state: 'absent' }, 'create'],
    ['the same', present('new'), 'keep'],
    ['another content', present('old'), 'change'],
    ['the same but open to others', present('new', 0o644), 'chmod'],
    ['a folder', { state: 'directory', entries: [] }, 'refuse'],
    ['not to be seen', { state: 'unknown', why: 'EACCES' }, 'unknown'],
    ['written earlier in the plan', { state: 'predicted', text: new Secret('new'), as: 'toy' }, 'keep'],
    ['to be minted earlier in the plan', { state: 'predicted', as: 'toy' }, 'change'],
  ])('%s', (_, fact, verdict) => {
    expect(judge(fact)).toBe(verdict);
  });

  it('takes content that is only described for different', () => {
    const wanted = { ...artifact, files: [{ path: '/f', mode: 0o600, content: described('a key', true) }] };
    expect(judge(present('new'), wanted)).toBe('change');
  });

  it('never takes unknown for absent when a file was not looked at', () => {
    expect(judgeBytes(artifact, new Map(), 0).verdict).toBe('unknown');
  });
});

describe('judgeExists', () => {
  it('keeps whatever is there', () => {
    expect(judgeExists(artifact, new Map([['/f', present('x', 0o777)]]), 0).verdict).toBe('keep');
    expect(judgeExists(artifact, new Map([['/f', { state: 'absent' }]]), 0).verdict).toBe('create');
    expect(judgeExists(artifact, new Map([['/f', { state: 'unknown', why: 'EIO' }]]), 0).verdict).toBe('unknown');
  });
});
