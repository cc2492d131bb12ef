import { expect, test } from 'vitest';
import {
  Aborted,
  ConfigError,
  EffectError,
  PreflightError,
  RefusedError,
  TimeoutError,
  UsageError,
} from '../../src/errors.ts';
import { renderError } from '../../src/render/error-text.ts';

const render = (error: unknown, verbose = 0) => renderError(error, { program: 'tsadm', verbose });

test('usage', () => {
  expect(render(new UsageError('unknown flag: --confg', { hint: 'the nearest known flag is --config' }))).toBe(
    'error: unknown flag: --confg\n  what to do: the nearest known flag is --config\n',
  );
});

test('configuration: every issue where it stands', () => {
  const error = new ConfigError('k.yaml cannot be used', [
    {
      file: 'k.yaml',
      line: 12,
      column: 3,
      path: 'networking.podSubnet',
      message: 'it is no address range',
      found: '"x"',
      hint: 'write it as 10.244.0.0/16',
    },
    { file: '--token', path: 'bootstrapTokens[0].token', message: 'it is too short' },
    { path: '', message: 'there is no document' },
  ]);
  expect(render(error)).toBe(`error: k.yaml cannot be used
  k.yaml:12:3: networking.podSubnet: it is no address range (found "x")
      write it as 10.244.0.0/16
  --token: bootstrapTokens[0].token: it is too short
  there is no document
`);
});

test('preflight: findings, then how to ignore them, then the phase', () => {
  const error = new PreflightError('preflight checks failed', [
    { name: 'NumCPU', severity: 'error', message: 'one CPU is too few', hint: 'use a machine with 2' },
    { name: 'Mem', severity: 'error', message: 'too little memory' },
    { name: 'Mem', severity: 'error', message: 'and slow' },
  ]);
  expect(render(error)).toBe(`[preflight] This machine is not fit yet; fatal errors:
\t[ERROR NumCPU]: one CPU is too few
\t  to mend it: use a machine with 2
\t[ERROR Mem]: too little memory
\t[ERROR Mem]: and slow
[preflight] If you know better, these checks can be made non-fatal with --ignore-preflight-errors=NumCPU,Mem
error: error execution phase preflight: preflight checks failed
`);
});

test('refused: every reason', () => {
  expect(render(new RefusedError('nothing was done', ['a.conf is not ours', 'b.conf is not ours']))).toBe(
    'error: nothing was done\n  - a.conf is not ours\n  - b.conf is not ours\n',
  );
});

test('a deed: the phase, causes that say something new, how to go on', () => {
  const cause = new Error('cannot write', { cause: new Error('disk full', { cause: new Error('ENOSPC: disk full') }) });
  const error = new EffectError(
    'certs/ca: cannot write',
    { phase: 'certs/ca', run: 'r1', resumable: true },
    { cause, hint: 'make room on /etc' },
  );
  expect(render(error)).toBe(`error: error execution phase certs/ca: certs/ca: cannot write
  because: disk full
  because: ENOSPC: disk full
  what to do: make room on /etc
  What is already done is kept. The same command continues where this run stopped.
  run: r1
`);
});

test('a time limit: what, how long, the last thing seen, evidence', () => {
  const error = new TimeoutError('kube-apiserver did not become healthy', {
    awaited: 'wait for a healthy kube-apiserver',
    waitedMs: 240_000,
    lastSeen: 'connection refused',
    evidence: [{ title: 'container kube-apiserver, exited 3 times', lines: ['exit code 1', 'bad flag'] }],
    position: { phase: 'wait-control-plane' },
  });
  expect(render(error)).toBe(`error: error execution phase wait-control-plane: kube-apiserver did not become healthy
  waited to:  wait for a healthy kube-apiserver
  for:        4m0s
  last seen:  connection refused

  container kube-apiserver, exited 3 times
    exit code 1
    bad flag
`);
});

test('what cannot start: the reason, the evidence, what to do, how to go on', () => {
  const diagnosis = {
    code: 'unknown-flag',
    component: 'etcd',
    title: 'etcd does not start: it does not know the flag --x',
    evidence: [{ title: 'etcd', lines: ['attempt 1 ended with exit code 2'] }],
    fix: 'correct extraArgs',
  };
  const position = { phase: 'wait-control-plane', resumable: true };
  const error = new EffectError(diagnosis.title, position, { hint: diagnosis.fix, diagnosis });
  expect(
    render(error),
  ).toBe(`error: error execution phase wait-control-plane: etcd does not start: it does not know the flag --x

  etcd
    attempt 1 ended with exit code 2
  what to do: correct extraArgs
  What is already done is kept. The same command continues where this run stopped.
`);
});

test('after what failed was taken back: what is as before, what stays, what to do', () => {
  const position = { phase: 'control-plane', resumable: true, run: 'r1' };
  const error = new EffectError('kube-scheduler does not start', position, { hint: 'correct extraArgs' });
  const kept = ['etcd stays new and healthy'];
  error.tellTakenBack({ restored: ['kube-apiserver is as before and healthy'], failed: [], kept });
  expect(render(error)).toBe(`error: error execution phase control-plane: kube-scheduler does not start
  taken back: kube-apiserver is as before and healthy
  kept: etcd stays new and healthy
  what to do: correct extraArgs
  The rest of what this run did is kept, too. Once the cause is mended, the same command does again what was taken back.
  run: r1
`);
  error.tellTakenBack({ restored: ['etcd is as before'], failed: ['could not be taken back: x'], kept: [] });
  expect(render(error)).toBe(`error: error execution phase control-plane: kube-scheduler does not start
  taken back: etcd is as before
  could not be taken back: x
  what to do: correct extraArgs
  See first to what could not be taken back. Then the same command goes on from what is there.
  run: r1
`);
});

test('stopped by a signal', () => {
  const error = new Aborted('stopped before etcd', {
    signal: 'SIGINT',
    position: { phase: 'etcd/local', resumable: true },
  });
  expect(render(error)).toBe(`error: error execution phase etcd/local: stopped before etcd
  What is already done is kept. The same command continues where this run stopped.
`);
});

test('a bug says so and shows where only when asked', () => {
  const error = new TypeError('x is not a function');
  expect(render(error)).toBe(`error: x is not a function
This is a mistake in tsadm itself, not in what you did. Please report it.
With --v=5 the same command shows where it happened.
`);
  expect(render(error, 5)).toContain('TypeError: x is not a function\n    at ');
  expect(render(error, 5)).not.toContain('--v=5');
});

test('what the system, the API server or the runtime answered is no bug', () => {
  const system = Object.assign(new Error("EACCES: permission denied, open '/x'"), { syscall: 'open' });
  const api = Object.assign(new Error('forbidden'), { name: 'ApiError' });
  expect(render(system)).toBe("error: EACCES: permission denied, open '/x'\n");
  expect(render(api)).toBe('error: forbidden\n');
});

test('anything can be thrown', () => {
  expect(render('oops')).toMatch(/^error: oops\n/);
  const circular = new Error('round');
  circular.cause = circular;
  expect(render(circular)).toMatch(/^error: round\n/);
});
